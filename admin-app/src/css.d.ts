/** A stylesheet that is loaded when it is needed: the page takes it in by itself. */
declare module '*.css';
