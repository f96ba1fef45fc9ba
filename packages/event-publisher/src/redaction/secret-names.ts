/** What may be any word: that it is secret tells its name alone. As regular expressions. */
export const passwordNames =
  "pass(?:word|wd|phrase|code)|pwd|passwort|kennwort|contraseña|senha|mot de passe|пароль|密码|密碼|パスワード|비밀번호";

/** What is long and random, and else something other of the same name. */
export const tokenNames = [
  "(?:api|access|account|app|application|auth|consumer|encryption|license|master|private|secret|service|shared|signing|storage)[ _-]?key",
  "secret(?:[ _-]?(?:access[ _-]?)?key)?",
  "token",
  "credentials?",
].join("|");

const names = new RegExp(
  `(?:(${passwordNames}|secret|authorization|cookie)|${tokenNames}|connection[ _-]?string)[ _-]?\\d{0,2}$`,
  "i",
);
/** Where a list goes on. */
const places = /(?:page|next|sync|continuation|cursor)[ _-]?token$/i;
/** Stands for a secret that is elsewhere, or for none. */
const placeholder =
  /^(?:[$<{%]|[.~]{0,2}\/\w|\*{3}|x{3}|\.{3}|…|\[redacted:|(?:process|import|os)\.|env[.:]|file:|agent:|(?:your|my|the|an?)[-_ ]|(?:null|none|nil|undefined|true|false|required|optional|string|text|hidden|password|bearer|basic)$)/i;
const words = /^[a-z]+(?:[-_ ][a-z]+)*$/i;

/** Whether what a field holds is secret, as its name tells. */
export function isSecretField(name: string, value: string): boolean {
  const found = names.exec(name);
  if (found === null || value === "" || places.test(name) || isPlaceholder(value)) return false;
  return (
    found[1] !== undefined || (value.length >= 8 && (value.length >= 20 || !words.test(value)))
  );
}

export function isPlaceholder(value: string): boolean {
  return placeholder.test(value);
}
