#!/usr/bin/env node
// Compiles a JSON Schema 2020-12 in the strict mode of ajv, and validates payloads.
// usage: ajv SCHEMA [PAYLOAD...]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The packages lie beside the folder of links from which this file is started.
const require = createRequire(new URL("./node_modules/", import.meta.url));
const Ajv = require("ajv/dist/2020").default;
const formats = require("ajv-formats").default;

const [schema, ...payloads] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const ajv = new Ajv({ strict: true, allErrors: true });
formats(ajv);
const validate = ajv.compile(schema);
for (const payload of payloads) {
    if (!validate(payload)) {
        console.error(ajv.errorsText(validate.errors, { separator: "\n" }));
        process.exitCode = 1;
    }
}
