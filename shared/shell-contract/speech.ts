import { z } from 'zod';

/** Short tag of a language (ISO 639). */
const LanguageTag = z.string().regex(/^[a-z]{2,3}$/);

/** Longest text spoken in one go; a page speaks sentence by sentence, so that it can be interrupted. */
export const longestSpoken = 600;

/** `GET /shell/voice`: the languages this machine has an offline voice for; none where no voice is installed. */
export const VoiceAnswer = z.object({ languages: z.array(LanguageTag) }).strict();
export type VoiceAnswer = z.infer<typeof VoiceAnswer>;

/**
 * `POST /shell/speech`: answers `audio/wav`. The sound is made in memory and played by the page that asked, so it ends with that
 * page; nothing of the text stays anywhere.
 */
export const SpeechRequest = z
  .object({
    text: z.string().min(1).max(longestSpoken),
    language: LanguageTag,
    wordsPerMinute: z.number().int().min(80).max(300),
  })
  .strict();
export type SpeechRequest = z.infer<typeof SpeechRequest>;
