// A limb on a canvas. Over a picture it has a rim, so that it is seen on any ground.
export function draw_line(
  context: CanvasRenderingContext2D, a: { x: number; y: number }, b: { x: number; y: number }, width: number, colour: string, rim: string | null,
): void {
  const lines: [number, string][] = rim === null ? [[width, colour]] : [[width + 3, rim], [width, colour]];
  for (const [w, c] of lines) {
    context.lineWidth = w;
    context.strokeStyle = c;
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.stroke();
  }
}
