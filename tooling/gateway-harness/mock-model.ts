import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answerTo, type ChatRequest, type ModelAnswer } from "./model-answer.ts";

/** A chat-completions server on loopback that answers by what the request says. */
export interface MockModel extends AsyncDisposable {
  readonly port: number;
  /** What was asked, in order. */
  readonly requests: readonly ChatRequest[];
}

export async function startMockModel(): Promise<MockModel> {
  const requests: ChatRequest[] = [];
  const server = createServer((request, response) => {
    void handle(request, response, requests);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    port: address.port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  requests: ChatRequest[],
): Promise<void> {
  if (!request.url?.endsWith("/chat/completions")) {
    json(response, 200, { object: "list", data: [{ id: "mock-1", object: "model" }] });
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body: ChatRequest = JSON.parse(Buffer.concat(chunks).toString());
  requests.push(body);
  const number = requests.length;
  const answer = answerTo(body);
  if (answer.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
  if (answer.fail !== undefined)
    json(response, answer.fail, { error: { message: `mock failure ${answer.fail}` } });
  else if (body.stream) stream(response, answer, number);
  else json(response, 200, completion(answer, number));
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };

function toolCallOf({ tool }: ModelAnswer, number: number): object | undefined {
  return (
    tool && {
      id: `call_mock_${number}`,
      type: "function",
      function: { name: tool.name, arguments: JSON.stringify(tool.args) },
    }
  );
}

function completion(answer: ModelAnswer, number: number): object {
  const call = toolCallOf(answer, number);
  const message = { role: "assistant", content: answer.text, ...(call && { tool_calls: [call] }) };
  return {
    id: `chatcmpl-mock-${number}`,
    object: "chat.completion",
    model: "mock-1",
    usage,
    choices: [{ index: 0, finish_reason: call ? "tool_calls" : "stop", message }],
  };
}

/** The text in three pieces, so that there is something to stream. */
function stream(response: ServerResponse, answer: ModelAnswer, number: number): void {
  const send = (delta: object, reason: string | null = null, extra: object = {}): void => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    const chunk = { id: `chatcmpl-mock-${number}`, object: "chat.completion.chunk", ...extra };
    response.write(`data: ${JSON.stringify({ ...chunk, model: "mock-1", choices })}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  send({ role: "assistant", content: "" });
  const call = toolCallOf(answer, number);
  if (call) send({ tool_calls: [{ index: 0, ...call }] });
  const step = Math.max(1, Math.ceil(answer.text.length / 3));
  for (let at = 0; at < answer.text.length; at += step)
    send({ content: answer.text.slice(at, at + step) });
  send({}, call ? "tool_calls" : "stop", { usage });
  response.end("data: [DONE]\n\n");
}
