import { shellRoutes } from '../../shared/shell-contract/routes.ts';
import { type SpeechRequest, VoiceAnswer } from '../../shared/shell-contract/speech.ts';
import { askShell } from './shell-client.ts';

/** The machine's own voice, behind the shell. */
export const shellVoice = {
  async languages(): Promise<readonly string[]> {
    const answer = await askShell('voice', VoiceAnswer);
    return answer.ok ? answer.value.languages : [];
  },
  /** Sound in memory; it is played by this page and ends with it. */
  async speak(said: SpeechRequest, signal: AbortSignal): Promise<ArrayBuffer | undefined> {
    const [method, path] = shellRoutes.speak.split(' ') as [string, string];
    const response = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(said),
      signal,
    }).catch(() => undefined);
    return response?.ok ? response.arrayBuffer().catch(() => undefined) : undefined;
  },
};
