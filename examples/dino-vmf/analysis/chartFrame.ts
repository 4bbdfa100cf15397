/** The same outer size for all charts, so that their text is equally large on a page. */
export const FRAME = { width: 480, height: 270, autosize: { type: 'fit', contains: 'padding' } };

/** A legend whose names are not cut off. */
export const LEGEND = { labelLimit: 300, symbolLimit: 10, symbolOpacity: 1 };
