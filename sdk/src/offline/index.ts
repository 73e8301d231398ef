export type { Day } from './days.js';
export type { Consequence, LicenseFileContent, PublicKeys } from './file.js';
export { isRequestCode, machineKey, makeRequestCode } from './machine.js';
export { readAnswer, verifyFile, type FileState, type VerifiedFile, type VerifyOptions } from './verify.js';
