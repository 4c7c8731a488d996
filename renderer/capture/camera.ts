import type { Desk } from '../session/desk.ts';

/** Opens the camera's picture for as long as a screen needs it. Sound is never asked for. */
export async function openVideo(
  desk: Desk,
  wanted: { readonly width: number; readonly height: number },
): Promise<MediaStream | undefined> {
  await desk.openCamera(true).catch(() => {});
  try {
    if (!navigator.mediaDevices) throw new DOMException('no devices', 'NotFoundError');
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: wanted.width }, height: { ideal: wanted.height } },
    });
  } catch (error) {
    const isMissing = error instanceof DOMException && error.name === 'NotFoundError';
    desk.log({ code: isMissing ? 'camera-missing' : 'camera-failed' });
    await desk.openCamera(false).catch(() => {});
    return undefined;
  }
}

export function closeVideo(desk: Desk, stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
  void desk.openCamera(false).catch(() => {});
}
