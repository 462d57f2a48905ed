import { headerCases } from "./verify-header-cases.js";
import { requestCases } from "./verify-request-cases.js";
import { type VerifyVector } from "./vector-file.js";

export const verifyCases: readonly VerifyVector[] = [...headerCases, ...requestCases];
