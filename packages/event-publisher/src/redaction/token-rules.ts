/** Secrets that tell by their first characters what they are. */
export interface TokenRule {
  readonly kind: string;
  readonly starts: readonly string[];
  /** What follows the start, as a regular expression. */
  readonly rest: string;
}

const alphanumeric = "[A-Za-z0-9]";

export const tokenRules: readonly TokenRule[] = [
  { kind: "anthropic-key", starts: ["sk-ant-"], rest: String.raw`[\w-]{20,}` },
  {
    kind: "openai-key",
    starts: ["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"],
    rest: String.raw`[\w-]{20,}`,
  },
  { kind: "openrouter-key", starts: ["sk-or-"], rest: String.raw`[\w-]{20,}` },
  { kind: "langfuse-key", starts: ["sk-lf-"], rest: "[0-9a-f-]{30,}" },
  { kind: "openai-key", starts: ["sk-"], rest: `${alphanumeric}{20,}` },
  {
    kind: "github-token",
    starts: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
    rest: `${alphanumeric}{30,}`,
  },
  { kind: "github-token", starts: ["github_pat_"], rest: String.raw`\w{22,}` },
  {
    kind: "gitlab-token",
    starts: ["glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glft-", "glsoat-", "glimt-"],
    rest: String.raw`[\w-]{20,}(?:\.[\w-]+)*`,
  },
  {
    kind: "slack-token",
    starts: ["xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xoxc-", "xoxd-", "xapp-"],
    rest: String.raw`[\w%.-]{10,}`,
  },
  {
    kind: "stripe-key",
    starts: ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"],
    rest: String.raw`[\w+/=]{16,}`,
  },
  { kind: "aws-access-key", starts: ["AKIA", "ASIA", "ABIA", "ACCA"], rest: "[A-Z2-7]{16}(?!\\w)" },
  { kind: "google-key", starts: ["AIza"], rest: String.raw`[\w-]{35}` },
  { kind: "google-oauth-secret", starts: ["GOCSPX-"], rest: String.raw`[\w-]{20,}` },
  { kind: "twilio-key", starts: ["SK"], rest: String.raw`[0-9a-f]{32}(?!\w)` },
  { kind: "npm-token", starts: ["npm_"], rest: `${alphanumeric}{36}` },
  { kind: "pypi-token", starts: ["pypi-"], rest: String.raw`[\w-]{50,}` },
  { kind: "huggingface-token", starts: ["hf_", "api_org_"], rest: `${alphanumeric}{30,}` },
  { kind: "digitalocean-token", starts: ["dop_v1_", "doo_v1_", "dor_v1_"], rest: "[0-9a-f]{64}" },
  { kind: "mailgun-key", starts: ["key-"], rest: String.raw`[0-9a-f]{32}(?!\w)` },
  {
    kind: "mailchimp-key",
    starts: "0123456789abcdef".split(""),
    rest: String.raw`[0-9a-f]{31}-us\d{1,2}(?!\w)`,
  },
  {
    kind: "shopify-token",
    starts: ["shpat_", "shpss_", "shpca_", "shppa_", "shptka_"],
    rest: "[0-9a-fA-F]{32}",
  },
  {
    kind: "jwt",
    starts: ["eyJ"],
    rest: String.raw`[\w-]{10,}={0,2}\.(?:eyJ[\w-]{5,}={0,2}\.[\w-]*|[\w-]*\.[\w-]{10,}\.[\w-]{10,}\.[\w-]*)`,
  },
  {
    kind: "discord-token",
    starts: ["M", "N", "O"],
    rest: String.raw`[\w-]{22,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-]|\.\w)`,
  },
  {
    kind: "nats-seed",
    starts: ["SU", "SA", "SO", "SC", "SN", "SX"],
    rest: String.raw`[A-Z2-7]{56}(?!\w)`,
  },
  { kind: "age-key", starts: ["AGE-SECRET-KEY-1"], rest: "[A-Z0-9]{58}" },
  { kind: "linear-key", starts: ["lin_api_", "lin_oauth_"], rest: `${alphanumeric}{32,}` },
  {
    kind: "notion-token",
    starts: ["ntn_", "secret_"],
    rest: String.raw`${alphanumeric}{40,50}(?!\w)`,
  },
  { kind: "figma-token", starts: ["figd_"], rest: String.raw`[\w-]{30,}` },
  { kind: "atlassian-token", starts: ["ATATT3", "ATCTT3", "ATBB"], rest: String.raw`[\w=-]{20,}` },
  { kind: "postman-key", starts: ["PMAK-"], rest: "[0-9a-f]{24}-[0-9a-f]{34}" },
  { kind: "grafana-token", starts: ["glsa_", "glc_"], rest: String.raw`[\w+/=]{32,}` },
  { kind: "sentry-token", starts: ["sntrys_", "sntryu_"], rest: String.raw`[\w+/=.]{40,}` },
  { kind: "newrelic-key", starts: ["NRAK-"], rest: "[A-Z0-9]{27}" },
  { kind: "databricks-token", starts: ["dapi"], rest: String.raw`[0-9a-f]{32}(?:-\d)?(?!\w)` },
  { kind: "supabase-key", starts: ["sbp_", "sb_secret_"], rest: String.raw`[\w-]{30,}` },
  { kind: "groq-key", starts: ["gsk_"], rest: `${alphanumeric}{40,}` },
  { kind: "xai-key", starts: ["xai-"], rest: `${alphanumeric}{60,}` },
  { kind: "perplexity-key", starts: ["pplx-"], rest: `${alphanumeric}{40,}` },
  { kind: "replicate-token", starts: ["r8_"], rest: `${alphanumeric}{37}` },
  { kind: "langsmith-key", starts: ["lsv2_pt_", "lsv2_sk_"], rest: "[0-9a-f]{32}_[0-9a-f]{10}" },
  { kind: "docker-token", starts: ["dckr_pat_", "dckr_oat_"], rest: String.raw`[\w-]{20,}` },
  { kind: "rubygems-key", starts: ["rubygems_"], rest: "[0-9a-f]{48}" },
  { kind: "brevo-key", starts: ["xkeysib-"], rest: "[0-9a-f]{64}-[A-Za-z0-9]{16}" },
  {
    kind: "planetscale-token",
    starts: ["pscale_tkn_", "pscale_pw_"],
    rest: String.raw`[\w.-]{32,}`,
  },
  { kind: "square-token", starts: ["EAAA"], rest: String.raw`[\w-]{60}(?![\w-])` },
  { kind: "vercel-token", starts: ["vcp_", "vck_"], rest: `${alphanumeric}{24,}` },
  { kind: "cloudflare-token", starts: ["cfut_", "cfat_", "cfk_"], rest: String.raw`[\w-]{30,}` },
  { kind: "onepassword-token", starts: ["ops_"], rest: String.raw`eyJ[\w+/=-]{200,}` },
  { kind: "heroku-key", starts: ["HRKU-"], rest: String.raw`[\w-]{36,}` },
];

/** Secrets whose start ends in a character that no token has; the start is kept. */
export const separatedRules: readonly {
  readonly kind: string;
  readonly behind: string;
  readonly pattern: RegExp;
}[] = [
  {
    kind: "sendgrid-key",
    behind: ".",
    pattern: /(?<=(?:\b|\\[bfnrt])SG\.)[\w-]{20,24}\.[\w-]{39,50}/y,
  },
  { kind: "telegram-token", behind: ":", pattern: /(?<=(?<!\d)\d{8,10}:)[\w-]{35}(?![\w-])/y },
  { kind: "google-oauth-token", behind: ".", pattern: /(?<=(?:\b|\\[bfnrt])ya29\.)[\w-]{20,}/y },
  { kind: "google-oauth-token", behind: "/", pattern: /(?<=(?<![\w/:])1\/\/)0[\w-]{40,}/y },
  { kind: "vault-token", behind: ".", pattern: /(?<=(?:\b|\\[bfnrt])hv[sbr]\.)[\w-]{24,}/y },
  {
    kind: "doppler-token",
    behind: ".",
    pattern:
      /(?<=(?:\b|\\[bfnrt])dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]+\.)?)[A-Za-z0-9]{40,44}/y,
  },
  {
    kind: "cloudflare-key",
    behind: ".",
    pattern: /(?<=(?:\b|\\[bfnrt])v1\.)0-[0-9a-f]{24}-[0-9a-f]{140,}/y,
  },
];
