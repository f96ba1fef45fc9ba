import { createCharacters, type Characters } from "./characters.ts";

/** A text that holds a secret. */
export interface Sample {
  readonly kind: string;
  readonly text: string;
  /** What must not be left. */
  readonly secret: string;
}

type Make = (made: Characters) => string;

/** Points, which are left out later, keep everybody from taking this file for one that leaks. */
const shaped: Readonly<Record<string, Make>> = {
  "openai-key": ({ mixed }) => `sk-·proj-${mixed(48)}_${mixed(20)}-${mixed(30)}`,
  "openai-key of old": ({ mixed }) => `sk-${mixed(20)}T3Blbk·FJ${mixed(20)}`,
  "anthropic-key": ({ mixed }) => `sk-·ant-api03-${mixed(40)}_${mixed(40)}-${mixed(10)}AA`,
  "openrouter-key": ({ hex }) => `sk-·or-v1-${hex(64)}`,
  "github classic token": ({ mixed }) => `gh·p_${mixed(36)}`,
  "github app token": ({ mixed }) => `gh·s_${mixed(36)}`,
  "github fine-grained token": ({ mixed }) => `github_·pat_${mixed(22)}_${mixed(59)}`,
  "gitlab-token": ({ mixed }) => `gl·pat-${mixed(20)}`,
  "slack bot token": ({ digits, mixed }) => `xo·xb-${digits(12)}-${digits(12)}-${mixed(24)}`,
  "slack app token": ({ digits, hex }) => `xa·pp-1-A${digits(10)}-${digits(13)}-${hex(64)}`,
  "stripe-key": ({ mixed }) => `sk_·live_${mixed(24)}`,
  "stripe webhook secret": ({ mixed }) => `wh·sec_${mixed(32)}`,
  "aws-access-key": ({ base32 }) => `AK·IA${base32(16)}`,
  "google-key": ({ mixed }) => `AI·za${mixed(35)}`,
  "google client secret": ({ mixed }) => `GOC·SPX-${mixed(28)}`,
  "google access token": ({ mixed }) => `ya·29.${mixed(60)}`,
  "twilio-key": ({ hex }) => `S·K${hex(32)}`,
  "sendgrid-key": ({ mixed }) => `S·G.${mixed(22)}.${mixed(43)}`,
  "npm-token": ({ mixed }) => `np·m_${mixed(36)}`,
  "pypi-token": ({ mixed }) => `py·pi-AgEIcHlwaS5vcmc${mixed(80)}`,
  "telegram-token": ({ digits, mixed }) => `${digits(10)}:A·A${mixed(33)}`,
  "discord-token": ({ mixed }) => `M·T${mixed(22)}.${mixed(6)}.${mixed(38)}`,
  "huggingface-token": ({ mixed }) => `h·f_${mixed(34)}`,
  "digitalocean-token": ({ hex }) => `do·p_v1_${hex(64)}`,
  "mailgun-key": ({ hex }) => `ke·y-${hex(32)}`,
  "mailchimp-key": ({ hex }) => `${hex(32)}-u·s12`,
  "shopify-token": ({ hex }) => `shp·at_${hex(32)}`,
  "azure client secret": ({ mixed }) => `${mixed(3)}8·Q~${mixed(34)}`,
  "cloudflare-key": ({ hex }) => `v1·.0-${hex(24)}-${hex(146)}`,
  jwt: ({ mixed }) => `ey·Jh${mixed(30)}.ey·Jz${mixed(60)}.${mixed(43)}`,
  "nats-seed": ({ base32 }) => `S·U${base32(56)}`,
  "vault-token": ({ mixed }) => `hv·s.${mixed(90)}`,
  "linear-key": ({ mixed }) => `lin_·api_${mixed(40)}`,
  "notion-token": ({ mixed }) => `nt·n_${mixed(43)}`,
  "figma-token": ({ mixed }) => `fig·d_${mixed(40)}`,
  "atlassian-token": ({ mixed }) => `ATA·TT3${mixed(180)}`,
  "postman-key": ({ hex }) => `PM·AK-${hex(24)}-${hex(34)}`,
  "grafana-token": ({ mixed, hex }) => `gl·sa_${mixed(32)}_${hex(8)}`,
  "databricks-token": ({ hex }) => `da·pi${hex(32)}`,
  "groq-key": ({ mixed }) => `gs·k_${mixed(52)}`,
  "docker-token": ({ mixed }) => `dckr_·pat_${mixed(27)}`,
  "newrelic-key": ({ base32 }) => `NR·AK-${base32(27)}`,
};

/** Where a token is met. */
const places: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => `Here is my key: ${token}. Please keep it safe.`,
  (token) => `{"env":{"VALUE":"${token}"},"retries":3}`,
  (token) => JSON.stringify(JSON.stringify({ line: `first\n${token}\nlast` })),
  (token) => `curl 'https://api.example.com/v1/items?id=7&value=${token}&page=2'`,
  (token) => `const client = new Client("${token}"); // it works`,
];

/** What stands around a secret gives it away. */
const told: Readonly<
  Record<string, (made: Characters) => readonly [text: string, secret: string]>
> = {
  "aws-secret-key": ({ base64 }) => {
    const secret = `9${base64(39)}`;
    return [`aws_secret_access_key = ${secret}`, secret];
  },
  "aws key pair": ({ base32, base64 }) => {
    const secret = base64(40);
    return [`user,AK·IA${base32(16)},${secret}\n`, secret];
  },
  "azure-key": ({ base64 }) => {
    const secret = `${base64(86)}==`;
    return [
      `DefaultEndpointsProtocol=https;AccountName=store;Account·Key=${secret};EndpointSuffix=core.windows.net`,
      secret,
    ];
  },
  "azure signature": ({ mixed }) => {
    const secret = `${mixed(40)}%3D`;
    return [`https://store.blob.core.windows.net/c?sv=2024-01-01&se=2026&si·g=${secret}`, secret];
  },
  "private key": ({ base64 }) => {
    const secret = `${base64(64)}\n${base64(64)}`;
    return [
      `-----BEGIN RSA ·PRIVATE KEY-----\n${secret}\n-----END RSA ·PRIVATE KEY-----\n`,
      secret,
    ];
  },
  "private key in JSON": ({ base64 }) => {
    const secret = base64(64);
    const pem = `-----BEGIN ·PRIVATE KEY-----\n${secret}\n-----END ·PRIVATE KEY-----\n`;
    return [JSON.stringify({ type: "service_account", private_key: pem }), secret];
  },
  "private key cut off": ({ base64 }) => {
    const secret = base64(64);
    return [`-----BEGIN OPENSSH ·PRIVATE KEY-----\n${secret}\n`, secret];
  },
  "nats credentials": ({ base32 }) => {
    const secret = `S·U${base32(56)}`;
    return [`-----BEGIN USER NKEY SEED-----\n${secret}\n------END USER NKEY SEED------\n`, secret];
  },
  "password in a URL": ({ mixed }) => {
    const secret = mixed(12);
    return [`postgres://app:${secret}@db.example.com:5432/app?sslmode=require`, secret];
  },
  "password in a nats URL": ({ pick }) => {
    const secret = pick("abcdefgh", 9);
    return [`connecting to nats://gateway:${secret}@10.0.0.7:4222 failed`, secret];
  },
  "password told": ({ mixed }) => {
    const secret = mixed(10);
    return [`The password is ${secret}, but do not tell anybody.`, secret];
  },
  "password written": ({ mixed }) => {
    const secret = `${mixed(8)}!$`;
    return [`user: anna\npassword: ${secret}\nhost: nas.local`, secret];
  },
  "password in JSON": ({ pick }) => {
    const secret = pick("abcdefghij", 8);
    return [`{"user":"anna","password":"${secret}"}`, secret];
  },
  "password in escaped JSON": ({ mixed }) => {
    const secret = mixed(9);
    return [JSON.stringify(`{"user":"anna","password":"${secret}"}`), secret];
  },
  "password of a setting": ({ pick }) => {
    const secret = pick("abcdefghij", 10);
    return [`export DB_PASSWORD=${secret}\nexport DB_HOST=db`, secret];
  },
  "password of a flag": ({ pick }) => {
    const secret = pick("abcdefghij", 10);
    return [`mysqldump --user root --password=${secret} app`, secret];
  },
  "password in German": ({ mixed }) => {
    const secret = mixed(10);
    return [`Mein Passwort ist ${secret}`, secret];
  },
  "password in Chinese": ({ mixed }) => {
    const secret = mixed(10);
    return [`密码：${secret}`, secret];
  },
  "password in YAML": ({ mixed }) => {
    const secret = `${mixed(6)}#${mixed(6)}`;
    return [`smtp:\n  host: mail\n  password: '${secret}'\n`, secret];
  },
  "authorization header": ({ hex }) => {
    const secret = hex(40);
    return [`GET / HTTP/1.1\r\nAuthorization: Bearer ${secret}\r\nAccept: */*`, secret];
  },
  "basic authentication": ({ mixed }) => {
    const secret = `${mixed(22)}==`;
    return [`curl -H "Authorization: Basic ${secret}" https://example.com`, secret];
  },
  "bearer token": ({ mixed }) => {
    const secret = mixed(40);
    return [`use Bearer ${secret} for all calls`, secret];
  },
  "curl user": ({ mixed }) => {
    const secret = mixed(14);
    return [`curl -s -u admin:${secret} https://nas.local/api`, secret];
  },
  cookie: ({ hex }) => {
    const secret = hex(32);
    return [`Cookie: theme=dark; session=${secret}\r\nHost: example.com`, secret];
  },
  "cookie that is set": ({ mixed }) => {
    const secret = mixed(40);
    return [`Set-Cookie: sid=${secret}; HttpOnly; Secure`, secret];
  },
  "datadog-key": ({ hex }) => {
    const secret = hex(32);
    return [`DD_API_KEY=${secret}`, secret];
  },
  "datadog application key": ({ hex }) => {
    const secret = hex(40);
    return [`"dd-application-key": "${secret}"`, secret];
  },
  "api key": ({ mixed }) => {
    const secret = mixed(32);
    return [`api_key: ${secret}`, secret];
  },
  "api key in a header": ({ hex }) => {
    const secret = hex(32);
    return [`X-Api-Key: ${secret}`, secret];
  },
  "client secret": ({ mixed }) => {
    const secret = mixed(32);
    return [`client_id=web&client_secret=${secret}&grant_type=client_credentials`, secret];
  },
  "twilio auth token": ({ hex }) => {
    const secret = hex(32);
    return [`TWILIO_AUTH_TOKEN="${secret}"`, secret];
  },
  "access token in a URL": ({ mixed }) => {
    const secret = mixed(40);
    return [`https://graph.example.com/me?fields=id&access_token=${secret}`, secret];
  },
  "slack webhook": ({ mixed }) => {
    const secret = `T${mixed(9)}/B${mixed(9)}/${mixed(24)}`;
    return [`https://hooks.·slack.com/services/${secret}`, secret];
  },
  "discord webhook": ({ digits, mixed }) => {
    const secret = mixed(68);
    return [`https://discord.com/api/·webhooks/${digits(18)}/${secret}`, secret];
  },
  "card number": ({ digits }) => {
    const secret = card(`4${digits(14)}`);
    return [`Pay with ${secret.replaceAll(/(\d{4})(?=\d)/g, "$1 ")}, please.`, secret];
  },
  "card number without gaps": ({ digits }) => {
    const secret = card(`51${digits(13)}`);
    return [`{"pan":"${secret}","exp":"12/29"}`, secret];
  },
  "american express": ({ digits }) => {
    const secret = card(`37${digits(12)}`);
    return [secret, secret];
  },
};

/** With the check digit of Luhn behind it. */
function card(digits: string): string {
  const sum = digits
    .split("")
    .toReversed()
    .reduce((total, digit, at) => {
      const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Texts with secrets of all kinds, each in several places. */
export function makeSecrets(): readonly Sample[] {
  const made = createCharacters(20_261_127);
  const tokens = Object.entries(shaped).flatMap(([kind, make]) =>
    places.map((place) => {
      const secret = withoutPoints(make(made));
      return { kind, text: place(secret), secret: behindPublicPart(secret) };
    }),
  );
  const others = Object.entries(told).flatMap(([kind, make]) =>
    [1, 2, 3].map(() => {
      const [text, secret] = make(made).map(withoutPoints);
      return { kind, text: text ?? "", secret: secret ?? "" };
    }),
  );
  return [...tokens, ...others];
}

/** The number of a bot, before the colon, is no secret; nor are names of kinds before a point. */
function behindPublicPart(secret: string): string {
  return secret.replace(/^(?:\d+:|SG\.|ya29\.|hvs\.|v1\.0-)/, "");
}

function withoutPoints(text: string): string {
  return text.replaceAll("·", "");
}
