import { isEventStoreError } from "@openclaw/event-schema";
import { missingFeatures, type Connection, type ServerFacts } from "@openclaw/jetstream";
import { formatBytes } from "../terminal/format.ts";
import { note, ok, problem, warning, type Finding } from "./finding.ts";

/** Whether a server answers, lets this user in, and is able to keep events. */
export async function checkServer(
  connection: Connection,
  who: string,
): Promise<{ readonly usable: boolean; readonly findings: readonly Finding[] }> {
  try {
    await connection.ready({ failFast: true });
  } catch (error) {
    return { usable: false, findings: [unreachable(error, who)] };
  }
  const facts = await connection.serverFacts();
  const findings = [
    ok("server.reachable", `${who} reaches ${facts.name || "the server"}`),
    checkVersion(facts),
    checkJetStream(facts, who),
    ...checkStorage(facts),
  ];
  return { usable: facts.jetstream !== false, findings };
}

function unreachable(error: unknown, who: string): Finding {
  const message = error instanceof Error ? error.message : String(error);
  if (isEventStoreError(error, "PERMISSION_DENIED"))
    return problem(
      "server.credentials",
      `${who} is not let in: ${message}`,
      "correct user and password in the URL, or the credentials file; they are case-sensitive",
    );
  return problem(
    "server.reachable",
    `${who} reaches no server: ${message}`,
    "start the server (`openclaw-events up` for an embedded one), and check host, port and firewall",
  );
}

const oldest = "2.10.27";
function checkVersion({ version }: ServerFacts): Finding {
  if (version.localeCompare(oldest, "en", { numeric: true }) < 0)
    return problem(
      "server.version",
      `nats-server ${version} lets an account harm another one (CVE-2025-30215)`,
      `update it to ${oldest} or newer, best to 2.12 or newer`,
    );
  const lacking = missingFeatures(version);
  return lacking.length === 0
    ? ok("server.version", `nats-server ${version} has all that is used`)
    : note(
        "server.version",
        `nats-server ${version} lacks ${lacking.join(" and ")}: slower, not wrong`,
      );
}

function checkJetStream({ jetstream }: ServerFacts, who: string): Finding {
  if (jetstream === false)
    return problem(
      "server.jetstream",
      `JetStream is off for ${who}, so nothing can be stored`,
      "start nats-server with -js and -sd DIRECTORY, and enable jetstream for the account",
    );
  return jetstream === undefined
    ? note("server.jetstream", `${who} may not ask about its account ($JS.API.INFO)`)
    : ok("server.jetstream", "JetStream is on");
}

function checkStorage({ storage }: ServerFacts): readonly Finding[] {
  if (storage?.maxBytes === undefined) return [];
  const { usedBytes, maxBytes } = storage;
  const share = usedBytes / maxBytes;
  const message = `the account uses ${formatBytes(usedBytes)} of ${formatBytes(maxBytes)}`;
  if (share < 0.8) return [ok("server.storage", message)];
  const remedy =
    "raise the account's max_file, or keep less: lower retention.maxAgeDays or set retention.maxBytes";
  return [
    share < 0.95
      ? warning("server.storage", message, remedy)
      : problem("server.storage", `${message}: new events are refused`, remedy),
  ];
}
