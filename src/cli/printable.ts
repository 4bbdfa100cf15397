/** A message on one line that does nothing to a terminal, whatever names and cells of files it quotes. */
export const printable = (message: string): string => message.replace(/[\p{Cc}\u2028\u2029]/gu, '\ufffd');
