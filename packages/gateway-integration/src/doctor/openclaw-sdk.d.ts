// What is used of the gateway's own modules, which plugins find when they run in it.

declare module "openclaw/plugin-sdk/health" {
  interface HealthFinding {
    readonly checkId: string;
    readonly severity: "info" | "warning" | "error";
    readonly message: string;
    readonly path?: string;
    readonly requirement?: string;
    readonly fixHint?: string;
  }
  interface HealthCheck {
    readonly id: string;
    readonly kind: "plugin";
    readonly description: string;
    readonly source: string;
    detect(context: { readonly env?: NodeJS.ProcessEnv }): Promise<readonly HealthFinding[]>;
  }
  function getHealthCheck(id: string): HealthCheck | undefined;
  function registerHealthCheck(check: HealthCheck): void;
}
