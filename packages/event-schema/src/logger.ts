/** Where the event store reports to; every library of it is silent unless given one. */
export interface Logger {
  /** An operation failed. */
  error(message: string, details?: object): void;
  /** Somebody should look. */
  warn(message: string, details?: object): void;
  /** One line for each step of a life cycle. */
  info(message: string, details?: object): void;
  debug(message: string, details?: object): void;
}

const ignore = (): void => undefined;

export const silentLogger: Logger = { error: ignore, warn: ignore, info: ignore, debug: ignore };
