import { createReadStream, existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ImportReport, importCarried } from './intake/import-file.ts';
import { openForProgram } from './open-for-program.ts';

/*
 * Takes in carried files (shared/carrying) from the command line, with PORTAL_DATA as for the server, which may be running:
 *   node portal/import.ts [--from-revoked] [--json] <file>…
 * The same file again is harmless. Ends with 1 when something of a file did not come in, with 2 when it was not understood.
 */
const verdicts = {
  whole: 'nguyên vẹn, đã nhận xong',
  'not-whole': 'KHÔNG NGUYÊN VẸN, đã nhận những gì còn nguyên',
  'other-file': 'KHÔNG PHẢI tệp hồ sơ của Điểm Chạm',
  'newer-file': 'do bản mới hơn tạo ra, cần cập nhật cổng',
} as const;

const stops = {
  'upload-ended': 'không đọc hết được tệp',
  'disk-full': 'cổng hết chỗ chứa',
  internal: 'cổng gặp trục trặc',
} as const;

const asked = readParameters();
if (!asked || asked.positionals.length === 0) {
  process.stdout.write('node portal/import.ts [--from-revoked] [--json] <file>…\n');
  process.exitCode = 2;
} else {
  const ports = await openForProgram();
  let isRight = true;
  for (const file of asked.positionals) {
    if (!existsSync(file)) {
      process.stdout.write(`${file}: không có tệp này\n`);
      isRight = false;
      continue;
    }
    const fromRevoked = asked.values['from-revoked'] ?? false;
    const report = await importCarried(createReadStream(file, { highWaterMark: 1024 * 1024 }), ports, { fromRevoked });
    await ports.register.audit({
      at: new Date(ports.clock.nowMs()).toISOString(),
      officer: 'command-line',
      unit: '',
      act: 'file-imported',
      detail: `${report.header?.label ?? '?'} ${report.file} ${report.fresh.length} ${report.known.length} ${report.refused.length}${fromRevoked ? ' from-revoked' : ''}`,
    });
    isRight &&= isFine(report);
    if (asked.values.json) process.stdout.write(`${JSON.stringify({ path: file, ...report })}\n`);
    else for (const line of linesOf(file, report)) process.stdout.write(`${line}\n`);
  }
  await ports.register.close();
  process.exitCode = isRight ? 0 : 1;
}

function readParameters() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { 'from-revoked': { type: 'boolean' }, json: { type: 'boolean' } },
    });
  } catch {
    return undefined;
  }
}

function isFine({ file, refused, partsMissing, missing }: ImportReport): boolean {
  return file === 'whole' && refused.length + partsMissing.length + missing.length === 0;
}

/** For an administrator at a terminal: counts, then a line for each filing that is not in. */
function linesOf(path: string, report: ImportReport): string[] {
  const { fresh, known, refused, partsMissing, missing, header } = report;
  const whose = header ? `máy ${header.label || header.kiosk}, lúc ${header.madeAt}` : 'không rõ của máy nào';
  return [
    `${path}: ${verdicts[report.file]} (${whose})`,
    `  ${fresh.length} mới, ${known.length} đã có, ${refused.length} bị từ chối, ${partsMissing.length} thiếu ảnh, ${missing.length} không đọc được trong tệp`,
    ...(report.stopped
      ? [`  DỪNG GIỮA CHỪNG: ${stops[report.stopped]}. Phần đã nhận được giữ; chạy lại với cùng tệp.`]
      : []),
    ...report.kiosks
      .filter(({ standing }) => standing !== 'known')
      .map(({ id, standing }) =>
        standing === 'unknown'
          ? `  máy ${id} không thuộc cổng này`
          : `  máy ${id} đã bị khóa; thêm --from-revoked nếu đã kiểm tra rằng máy không bị lấy cắp`,
      ),
    ...(report.olderThanKnown ? ['  sổ của máy trong tệp ngắn hơn những gì máy đã báo trước đây'] : []),
    ...refused.map(({ slip, problem }) => `  bị từ chối  ${slip}  ${problem}`),
    ...partsMissing.map(({ slip, parts }) => `  thiếu ảnh  ${slip}  ${parts}`),
    ...missing.map(({ slip }) => `  không đọc được  ${slip}`),
    ...(report.end?.left ?? []).map(({ slip, why }) => `  máy không chép được  ${slip}  ${why}`),
  ];
}
