import type { ViewCounts } from './KernelPack.ts';

/** The views that so many rows of teacher and student hold; an error where they hold no whole number. */
export function requireViews(
  caller: string,
  teacherRows: number,
  studentRows: number,
  globalViews: number,
  student: string,
): ViewCounts {
  const batch = teacherRows / globalViews;
  if (!Number.isInteger(globalViews) || globalViews < 1 || !Number.isInteger(batch) || batch < 1) {
    throw new RangeError(
      `${caller}: globalViews must divide the teacher's ${teacherRows} rows, got ${globalViews}`,
    );
  }
  const views = studentRows / batch;
  if (!Number.isInteger(views)) {
    throw new TypeError(
      `${caller}: ${student} must have a multiple of ${batch} rows (one view), got ${studentRows}`,
    );
  }
  return { globalViews, views, batch };
}
