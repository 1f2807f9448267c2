/** The version of this source: that of the project in CMakeLists.txt. */
import { readFileSync } from "node:fs";

export const version = /project\(downhill VERSION ([\d.]+)/.exec(readFileSync(new URL("../CMakeLists.txt", import.meta.url), "utf8"))[1];
