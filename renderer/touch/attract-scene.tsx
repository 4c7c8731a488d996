import { useId } from 'react';
import { bridge } from './bridge.ts';
import { rays } from './mark.tsx';
import { useLandscape } from './use-landscape.ts';
import './attract-scene.css';

type Colours = Readonly<
  Record<
    | 'wall0'
    | 'wall1'
    | 'sky0'
    | 'sky1'
    | 'sky2'
    | 'lake0'
    | 'lake1'
    | 'joint'
    | 'halo'
    | 'ground'
    | 'wood'
    | 'sun'
    | 'sunlight'
    | 'house'
    | 'houseTall'
    | 'pane'
    | 'steel'
    | 'ripple'
    | 'leaf'
    | 'leafLit'
    | 'vein'
    | 'stem',
    string
  >
>;

// A picture has its own colours, like a photograph; they do not follow the palette, only the hour.
const day: Colours = {
  wall0: '#f4c95f',
  wall1: '#efbd4a',
  sky0: '#fff6df',
  sky1: '#fbe0b4',
  sky2: '#f6cda0',
  lake0: '#9ccbbb',
  lake1: '#5fa593',
  joint: '#d9a22f',
  halo: '#e4ac36',
  ground: '#fbf0d2',
  wood: '#0a5a48',
  sun: '#e8694a',
  sunlight: '#f4b58f',
  house: '#f0d9a6',
  houseTall: '#ebcf95',
  pane: '#d9b56c',
  steel: '#083f33',
  ripple: '#fbf6e9',
  leaf: '#2e8068',
  leafLit: '#3b8f76',
  vein: '#0a5a48',
  stem: '#0a5a48',
};

const night: Colours = {
  wall0: '#15392f',
  wall1: '#102c24',
  sky0: '#0e2a3a',
  sky1: '#1d4a55',
  sky2: '#3c6a66',
  lake0: '#1e5a58',
  lake1: '#123c3c',
  joint: '#2c5a4b',
  halo: '#0b211b',
  ground: '#1b463a',
  wood: '#f2c75c',
  sun: '#f6e7b8',
  sunlight: '#e9d89a',
  house: '#173b46',
  houseTall: '#1b434d',
  pane: '#f2c75c',
  steel: '#d9c07c',
  ripple: '#5d9384',
  leaf: '#1c5a49',
  leafLit: '#236b56',
  vein: '#0a3a2f',
  stem: '#0a5a48',
};

const centre = { x: 540, y: 515 };
const steel = bridge({ left: 32, right: 1048, deck: 611, top: 479, spans: 3, steps: 12 });

const houses = [
  { x: 240, y: 361, width: 84, panes: [14, 40], isTall: false },
  { x: 334, y: 281, width: 64, panes: [40], isTall: true },
  { x: 408, y: 401, width: 92, panes: [14, 66], isTall: false },
  { x: 736, y: 321, width: 78, panes: [14], isTall: true },
  { x: 822, y: 391, width: 80, panes: [40], isTall: false },
] as const;

/** The window with the bridge, the lake and the lotus; only the attract screen (and reach mode) shows it. */
export function AttractScene({ time }: { readonly time: 'day' | 'night' }) {
  const id = useId();
  const isLandscape = useLandscape();
  const colours = time === 'day' ? day : night;
  return (
    <svg
      className="attract-scene"
      // The wall goes on beyond the picture, so a tall or narrow place shows the whole window on more wall.
      viewBox={isLandscape ? '70 20 940 990' : '0 0 1080 1010'}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <Gradient id={`${id}wall`} stops={[colours.wall0, colours.wall1]} />
        <Gradient id={`${id}sky`} stops={[colours.sky0, colours.sky1, colours.sky2]} />
        <Gradient id={`${id}lake`} stops={[colours.lake0, colours.lake1]} />
        <clipPath id={`${id}pane`}>
          <circle cx={centre.x} cy={centre.y} r="342" />
        </clipPath>
      </defs>
      <rect x="-1200" y="-200" width="3600" height="1400" fill={`url(#${id}wall)`} />
      <TileJoints colour={colours.joint} />
      <circle cx={centre.x} cy={centre.y} r="448" fill={colours.halo} fillOpacity=".55" />
      <WindowRing colours={colours} />
      <circle cx={centre.x} cy={centre.y} r="348" fill={`url(#${id}sky)`} />
      <g clipPath={`url(#${id}pane)`}>
        <circle cx="636" cy="485" r={time === 'day' ? 92 : 64} fill={colours.sun} />
        {houses.map((house) => (
          <House key={house.x} house={house} colours={colours} />
        ))}
        <rect x="192" y="616" width="696" height="348" fill={`url(#${id}lake)`} />
        <g className="attract-water" stroke={colours.ripple} strokeOpacity=".75" strokeWidth="5" strokeLinecap="round">
          <path d="M330 643h120M480 643h90M630 643h150M390 679h170M600 679h90M310 715h90M460 715h190M700 715h70M410 753h110M560 753h160M480 791h120" />
        </g>
        <ellipse cx="636" cy="665" rx="70" ry="12" fill={colours.sunlight} fillOpacity=".7" />
        <ellipse cx="636" cy="697" rx="46" ry="8" fill={colours.sunlight} fillOpacity=".6" />
        <LongBien colour={colours.steel} />
        <Leaf x={350} y={777} scale={1.05} fill={colours.leaf} vein={colours.vein} />
        <Leaf x={480} y={819} scale={1.1} fill={colours.leafLit} vein={colours.vein} />
        <Leaf x={690} y={787} scale={1.15} fill={colours.leaf} vein={colours.vein} />
        <Lotus x={412} y={747} scale={0.78} stem={colours.stem} />
        <Lotus x={624} y={777} scale={0.52} stem={colours.stem} />
      </g>
      <circle cx={centre.x} cy={centre.y} r="348" fill="none" stroke={colours.wood} strokeWidth="16" />
    </svg>
  );
}

function Gradient({ id, stops }: { readonly id: string; readonly stops: readonly string[] }) {
  const middle = 0.62;
  const offset = (index: number) => (index === 0 ? 0 : index === stops.length - 1 ? 1 : middle);
  return (
    <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
      {stops.map((stop, index) => (
        <stop key={stop} offset={offset(index)} stopColor={stop} />
      ))}
    </linearGradient>
  );
}

function TileJoints({ colour }: { readonly colour: string }) {
  return (
    <g stroke={colour} strokeOpacity=".4" strokeWidth="3" fill="none">
      <rect x="66" y="41" width="948" height="948" rx="10" />
      <path d="M66 185Q160 135 210 41M1014 185Q920 135 870 41M66 845Q160 895 210 989M1014 845Q920 895 870 989" />
      <circle cx="106" cy="81" r="13" />
      <circle cx="974" cy="81" r="13" />
      <circle cx="106" cy="949" r="13" />
      <circle cx="974" cy="949" r="13" />
    </g>
  );
}

function WindowRing({ colours }: { readonly colours: Colours }) {
  return (
    <>
      <circle cx={centre.x} cy={centre.y} r="440" fill={colours.ground} />
      <g stroke={colours.wood} strokeWidth="9" strokeLinecap="round">
        {rays(32).map((angle) => (
          <g key={angle} transform={`rotate(${angle + 5.625} ${centre.x} ${centre.y})`}>
            <path d={`M${centre.x} ${centre.y - 356}V${centre.y - 432}`} />
            <circle cx={centre.x} cy={centre.y - 394} r="10.5" fill={colours.wood} stroke="none" />
          </g>
        ))}
      </g>
      <circle cx={centre.x} cy={centre.y} r="440" fill="none" stroke={colours.wood} strokeWidth="20" />
    </>
  );
}

function House({ house, colours }: { readonly house: (typeof houses)[number]; readonly colours: Colours }) {
  const bottom = 611;
  const floors = Array.from(
    { length: Math.floor((bottom - house.y - 30) / 30) },
    (_, floor) => house.y + 18 + floor * 30,
  );
  return (
    <>
      <rect
        x={house.x}
        y={house.y}
        width={house.width}
        height={bottom - house.y}
        fill={house.isTall ? colours.houseTall : colours.house}
      />
      <path
        fill={colours.pane}
        d={house.panes.flatMap((pane) => floors.map((floor) => `M${house.x + pane} ${floor}h11v15h-11z`)).join('')}
      />
    </>
  );
}

function LongBien({ colour }: { readonly colour: string }) {
  const piers = [101.7, 271, 440.3, 609.7, 779, 948.3];
  return (
    <>
      <g stroke={colour} fill="none" strokeLinejoin="round">
        <path d={steel.chord} strokeWidth="7" />
        <path d={steel.posts} strokeWidth="3.5" />
        <path d={steel.diagonals} strokeWidth="2.5" />
        <path d="M32 611H1048" strokeWidth="10" />
      </g>
      <path fill={colour} d={piers.map((pier) => `M${pier} 613h30l6 42h-42z`).join('')} />
    </>
  );
}

type Placed = { readonly x: number; readonly y: number; readonly scale: number };

function Leaf({ x, y, scale, fill, vein }: Placed & { readonly fill: string; readonly vein: string }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <path d="M-70 0a70 20 0 1 0 140 0a70 20 0 1 0-140 0z" fill={fill} />
      <path
        d="M0 0-60 -9M0 0 60 -9M0 0-30 17M0 0 34 16M0 0V-19"
        stroke={vein}
        strokeOpacity=".35"
        strokeWidth="3"
        fill="none"
      />
    </g>
  );
}

function Lotus({ x, y, scale, stem }: Placed & { readonly stem: string }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <path d="M0 60V0" stroke={stem} strokeWidth="6" />
      <path d="M0 4C-46 4-66-18-68-48c30 2 52 16 68 52z" fill="#c9527f" />
      <path d="M0 4C46 4 66-18 68-48c-30 2-52 16-68 52z" fill="#c9527f" />
      <path d="M0 4c-34-14-42-44-32-74C-10-56 2-34 0 4z" fill="#de7fa2" />
      <path d="M0 4c34-14 42-44 32-74C10-56-2-34 0 4z" fill="#de7fa2" />
      <path d="M0 4c-22-24-24-60 0-92 24 32 22 68 0 92z" fill="#f0afc5" />
    </g>
  );
}
