import { UserError } from '../UserError.ts';

/** Where the dashboard listens when no port is given. */
export const PORT = 7700;

/** The port of a command-line text, or a UserError (status 2) naming the option and what it got. */
export function portOf(option: string, text: string): number {
  const port = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UserError(
      `${option} must be a port, an integer in [0, 65535], 0 for any free one, got '${text}'`,
      2,
    );
  }
  return port;
}
