import { systemPromptOf } from "@openclaw/tooling/gateway-harness";
import { expect, test } from "vitest";
import { eventsOfRuns, helper, type World } from "./scenario.ts";

const block = /<past-conversations>[\s\S]*<\/past-conversations>/;
const old = "agent:main:plans";
const fresh = "agent:main:fresh";

/** Holds what the model was told of the past against what was said before. */
export function testMemory(world: World): void {
  /** What the model was told in each request of a turn. */
  const turn = async (session: string, text: string): Promise<readonly string[]> => {
    const { gateway, server } = world;
    const before = gateway.model.requests.length;
    const { runId } = await gateway.chat(session, text);
    await eventsOfRuns(server.url, [runId]);
    return gateway.model.requests
      .slice(before)
      .map((request) => block.exec(systemPromptOf(request))?.[0] ?? "");
  };

  test("a new session is told what was said before, the same on each turn, and only its agent's", async () => {
    await turn(helper, "the helper's secret is rhubarb");
    await turn(old, "the launch is on the fourth of March");

    const first = await turn(fresh, "hello again, when is the launch?");
    const [later, afterTool] = await turn(fresh, 'look [[tool:exec {"command":"echo hi"}]]');
    const last = await turn(fresh, "thank you");

    expect(first[0]).toContain("fourth of March");
    expect(new Set([...first, later, afterTool, ...last])).toEqual(new Set([first[0]]));
  });

  test("a session is told anew after a reset", async () => {
    const { gateway } = world;
    await turn(old, "the codeword is pineapple");
    await gateway.request("sessions.reset", { key: old, reason: "reset" });

    const [told] = await turn(old, "what was the codeword?");

    expect(told).toContain("pineapple");
  });

  test("what a session was told stays the same over a reload of the plugin", async () => {
    const [before] = await turn(old, "before the reload");
    await world.gateway.request("plugins.reload", { plugins: [{ pluginId: "event-store" }] });

    const [after] = await turn(old, "after the reload");

    expect(after).toBe(before);
  });

  test("a turn goes on while the server answers nothing", async () => {
    const { gateway, server } = world;
    const session = "agent:main:while-frozen";
    const [told] = await turn(session, "how are you?");
    const since = Date.now();
    await gateway.chat(session, "with NATS");
    const frozenSince = Date.now();

    process.kill(server.pid, "SIGSTOP");
    const { state } = await gateway.chat(session, "without NATS");
    const ms = { with: frozenSince - since, frozen: Date.now() - frozenSince };
    const anew = await gateway.chat("agent:main:begun-while-frozen", "hello?");
    process.kill(server.pid, "SIGCONT");

    process.stdout.write(`a turn with NATS: ${ms.with} ms, with NATS frozen: ${ms.frozen} ms\n`);
    const asked = gateway.model.requests.slice(-2).map(systemPromptOf);
    expect([state, anew.state]).toEqual(["final", "final"]);
    expect(asked[0]).toContain(told);
    expect(asked[1]).toMatch(block);
    await eventsOfRuns(server.url, [anew.runId]);
  });

  test("what one agent was told never reaches the model of another", () => {
    const requests = world.gateway.model.requests.map((request) => JSON.stringify(request));

    const ofMain = requests.filter((request) => request.includes("Runtime: agent=main"));

    expect(ofMain.length).toBeGreaterThan(0);
    expect(ofMain.filter((request) => request.includes("rhubarb"))).toEqual([]);
    expect(requests.filter((request) => request.includes("rhubarb"))).not.toEqual([]);
  });
}
