import type { WaitOptions } from "@openclaw/jetstream";
import type { StreamPlan } from "./plan-reads.ts";
import { areMixed } from "./subject-patterns.ts";

/** With more patterns than this the server compares more than it saves. */
const maxSubjects = 64;

/** A plan whose patterns its server can tell apart: where it cannot, all of the stream is read. */
export async function fitToServer(plan: StreamPlan, wait?: WaitOptions): Promise<StreamPlan> {
  const { connection, subjects } = plan;
  const isRefused = async (): Promise<boolean> =>
    areMixed(subjects) && !(await connection.ready(wait)).takesMixedPatterns;
  return subjects.length > maxSubjects || (await isRefused())
    ? { ...plan, subjects: [], exact: false }
    : plan;
}
