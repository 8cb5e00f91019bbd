// The camera: opened without sound, closed with the page.

export interface Camera { stream: MediaStream; id: string; cameras: { id: string; title: string }[] }

export async function open_camera(id: string | null): Promise<Camera> {
  if (!navigator.mediaDevices?.getUserMedia)
    throw new Error(
      'This browser gives the camera only to pages from the computer itself (127.0.0.1) or over HTTPS. ' +
      'Open endrange there, or send a clip on the Film page.',
    );
  const video: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
  if (id) video.deviceId = { exact: id };
  // Of a tablet's two cameras the one at the back sees better; everything is spoken, so its screen may face away.
  else video.facingMode = { ideal: 'environment' };
  const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
  // Names of cameras are only told once one may be used.
  const devices = await navigator.mediaDevices.enumerateDevices();
  const cameras = devices
    .filter((device) => device.kind === 'videoinput')
    .map((device, i) => ({ id: device.deviceId, title: device.label || `Camera ${i + 1}` }));
  return { stream, id: stream.getVideoTracks()[0]?.getSettings().deviceId ?? '', cameras };
}

export function close_camera(camera: Camera | null): void {
  camera?.stream.getTracks().forEach((track) => track.stop());
}

// What to do about it, in one sentence, whatever the browser calls it.
export function camera_help(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
      return 'The camera is blocked for this page. Click the camera or lock symbol beside the address, allow the camera, then try again.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No camera was found. Plug one in, or film with a phone, copy its clip to this computer and send it on the Film page.';
    case 'NotReadableError':
    case 'AbortError':
      return 'Another program is using the camera. Close it, then try again.';
    default:
      return error instanceof Error ? error.message : 'The camera could not be opened.';
  }
}
