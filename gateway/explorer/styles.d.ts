/** The bundler gathers style sheets; nothing is imported from them. */
declare module '*.css';
