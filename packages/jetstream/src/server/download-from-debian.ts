import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EventStoreError } from "@openclaw/event-schema";
import { keepBinary } from "./keep-binary.ts";

const run = promisify(execFile);
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Fetches the nats-server package of a Debian suite from the mirror this machine is configured for,
 * verified by apt against Debian's keys, and keeps the server. Needs no root and installs nothing.
 *
 * @throws EventStoreError `UNAVAILABLE` where apt, its keys or a mirror are missing
 */
export async function downloadFromDebian(cache: string, suite = "forky"): Promise<string> {
  for (const needed of ["/usr/bin/apt-get", "/usr/bin/dpkg-deb", keyring])
    await access(needed).catch(() => {
      throw new EventStoreError("UNAVAILABLE", `this machine has no ${needed}`);
    });
  const dir = await mkdtemp(join(tmpdir(), "nats-server-"));
  try {
    const apt = await privateApt(dir, suite);
    await apt("update");
    await apt("download", "nats-server");
    const deb = (await readdir(dir)).find((file) => file.endsWith(".deb")) ?? "";
    const version = /_(\d+\.\d+\.\d+)/.exec(deb)?.[1] ?? suite;
    await run("dpkg-deb", ["-x", deb, "unpacked"], { cwd: dir });
    return await keepBinary(join(dir, "unpacked/usr/sbin/nats-server"), {
      cache,
      entry: `${version}-debian`,
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** An apt that keeps all its state in `dir` and knows one source, so the machine's own is untouched. */
async function privateApt(
  dir: string,
  suite: string,
): Promise<(...args: readonly string[]) => Promise<void>> {
  for (const sub of ["none", "etc", "state/lists/partial", "cache/archives/partial"])
    await mkdir(join(dir, sub), { recursive: true });
  await writeFile(join(dir, "status"), "");
  const source = `deb [signed-by=${keyring}] ${await mirror(dir)} ${suite} main\n`;
  await writeFile(join(dir, "etc/sources.list"), source);
  const settings = [
    `Dir::Etc::sourcelist=${dir}/etc/sources.list`,
    "Dir::Etc::sourceparts=/dev/null",
    "Dir::Etc::preferencesparts=/dev/null",
    `Dir::State=${dir}/state`,
    `Dir::State::status=${dir}/status`,
    `Dir::Cache=${dir}/cache`,
    "APT::Sandbox::User=",
    "Acquire::Languages=none",
    "APT::Update::Error-Mode=any",
  ].flatMap((setting) => ["-o", setting]);
  return async (...args) => {
    await run("apt-get", [...settings, "-q", ...args], {
      cwd: dir,
      env: { ...process.env, LC_ALL: "C" },
    }).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      const reasons = text.split("\n").filter((line) => line.startsWith("E:"));
      throw new EventStoreError("UNAVAILABLE", `apt-get ${args.join(" ")}: ${reasons.join(" ")}`, {
        cause: error,
      });
    });
  };
}

/** Asked of apt, so that a configured mirror or proxy is respected. */
async function mirror(dir: string): Promise<string> {
  const { stdout } = await run(
    "apt-get",
    ["-o", `Dir::State::lists=${dir}/none`, "update", "--print-uris"],
    { env: { ...process.env, LC_ALL: "C" } },
  );
  const url = /'(\S+\/debian\/?)\/?dists\/[a-z]+\/InRelease'/.exec(stdout)?.[1];
  if (url === undefined) throw new EventStoreError("UNAVAILABLE", "apt names no Debian mirror");
  return url;
}
