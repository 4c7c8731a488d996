/** What an officer wrote into a field: one kind of letters, one kind of line ends, no blanks around it. */
export function cleaned(text: string | undefined): string {
  return (text ?? '').normalize('NFC').replace(/\r\n/g, '\n').trim();
}

/** Of words a resident reads. */
export const longestNote = 1000;
