// Drawn figures: how to lie in the picture, and the angle of the leg.
import type { LiveState } from './types';

// Lies in the picture as one should: whole body, side on, the camera at the hips' height. Head right turns it round.
export function Silhouette({ head }: { head: 'left' | 'right' }) {
  return (
    <svg class="silhouette" viewBox="0 0 320 180" aria-hidden="true">
      <g transform={head === 'left' ? undefined : 'translate(320 0) scale(-1 1)'}>
        <line class="floor" x1="14" x2="306" y1="140" y2="140" />
        <circle cx="52" cy="124" r="14" />
        <path d="M70 127 L150 129" class="trunk" />
        <path d="M78 133 L128 136" class="arm" />
        <path d="M150 129 L218 127 L284 130 M284 130 l4 -16" class="leg" />
        <path d="M150 129 L161 70 L167 14" class="leg raised" />
        <path d="M238 128 A 88 88 0 0 0 168 45" class="sweep" />
      </g>
    </svg>
  );
}

function point(deg: number, length: number, at: { x: number; y: number }): { x: number; y: number } {
  const angle = (deg * Math.PI) / 180;
  return { x: at.x + length * Math.cos(angle), y: at.y - length * Math.sin(angle) };
}

// The leg as measured, with the line of the turn.
export function LegFigure({ live, turn_at_deg }: { live: LiveState | null; turn_at_deg: number | null }) {
  // Lies as in the picture, or one would have to turn it round in the head.
  const is_turned = live?.head === 'right';
  const hip = { x: 84, y: 150 };
  const deg = live?.leg_elevation_deg ?? null;
  const leg = deg === null ? null : point(Math.max(-20, Math.min(140, deg)), 118, hip);
  const arc_end = deg === null ? null : point(Math.max(0, Math.min(140, deg)), 46, hip);
  const turn = turn_at_deg === null ? null : point(turn_at_deg, 132, hip);
  const is_below = deg !== null && turn_at_deg !== null && deg < turn_at_deg;
  return (
    <svg class={`leg-figure${is_below ? ' is-below' : ''}`} viewBox="0 0 240 176" aria-hidden="true">
      <g transform={is_turned ? 'translate(240 0) scale(-1 1)' : undefined}>
        <line class="floor" x1="4" x2="236" y1="164" y2="164" />
        <circle class="body" cx="16" cy="146" r="11" />
        <line class="body" x1="30" y1="150" x2={hip.x} y2={hip.y} />
        {turn && <line class="turn" x1={hip.x} y1={hip.y} x2={turn.x} y2={turn.y} />}
        {arc_end && <path class="arc" d={`M ${hip.x + 46} ${hip.y} A 46 46 0 0 0 ${arc_end.x} ${arc_end.y}`} />}
        {leg && <line class="leg" x1={hip.x} y1={hip.y} x2={leg.x} y2={leg.y} />}
        <circle class="joint" cx={hip.x} cy={hip.y} r="5" />
      </g>
    </svg>
  );
}
