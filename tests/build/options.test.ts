import { expect, test } from 'vitest';
import { parametersForRelaunch, readOptions } from '../../electron/options.ts';

test('without switches it is a production kiosk over the whole screen in the usual profile', () => {
  expect(readOptions(['/app'], '/usual')).toEqual({
    mode: 'production',
    profileFolder: '/usual',
    browserFolder: '/usual/browser',
    size: undefined,
    demoEnrolmentFile: undefined,
    slipFolder: undefined,
    stickFolder: undefined,
    relaunches: 0,
  });
});

test('a demo has its profile, window, enrolment and folder for slips', () => {
  const parameters = [
    '--profile=/p',
    '--mode=demo',
    '--size=1366x768',
    '--enrolment=/e.json',
    '--slips=/s',
    '--stick=/u',
    '--relaunches=2',
  ];
  expect(readOptions(parameters, '/usual')).toEqual({
    mode: 'demo',
    profileFolder: '/p',
    browserFolder: '/p/browser',
    size: { width: 1366, height: 768 },
    demoEnrolmentFile: '/e.json',
    slipFolder: '/s',
    stickFolder: '/u',
    relaunches: 2,
  });
});

test('production takes no demo enrolment, writes no slips and has no folder for a stick, even when told to', () => {
  const options = readOptions(['--mode=production', '--enrolment=/e.json', '--slips=/s', '--stick=/u'], '/usual');
  expect([options.demoEnrolmentFile, options.slipFolder, options.stickFolder]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each(['--mode=Demo', '--mode=', '--mode=dev', '--mode=demo '])(
  '%s is not understood and stays production',
  (mode) => {
    expect(readOptions([mode], '/usual').mode).toBe('production');
  },
);

test.each(['--size=0x0', '--size=1080', '--size=99999x20', '--size=10e3x20', '--size=-5x20'])(
  '%s is no size',
  (size) => {
    expect(readOptions([size], '/usual').size).toBeUndefined();
  },
);

test('a relaunch keeps the switches and counts itself once', () => {
  const first = parametersForRelaunch(['/app', '--mode=demo'], 1);
  expect(parametersForRelaunch(first, 2)).toEqual(['/app', '--mode=demo', '--relaunches=2']);
});
