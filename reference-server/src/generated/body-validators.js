// Generated from openapi.yaml by tools/generate.mjs. Do not edit.
import * as runtime from "../http/schema-runtime.js";
("use strict");
export { validate20 as createDestination };
const schema31 = { $ref: "openapi#/components/schemas/DestinationInput" };
const schema33 = {
  type: "object",
  description: "What a new destination is to be; what is left out has its default.",
  additionalProperties: false,
  required: ["url"],
  properties: {
    url: {
      type: "string",
      maxLength: 2048,
      description: "Where deliveries are sent: `https`, in test mode also `http`, without credentials.",
    },
    name: { type: ["string", "null"], maxLength: 256, description: "For people." },
    retry_policy: { $ref: "#/components/schemas/RetryPolicyInput" },
    max_concurrent_deliveries: {
      type: "integer",
      minimum: 1,
      maximum: 1000,
      default: 50,
      description: "Requests in flight to this destination at one time, over all of Harbor.",
    },
    timeout_seconds: {
      type: "integer",
      minimum: 1,
      maximum: 120,
      default: 30,
      description: "From the DNS lookup to the end of what is read of the answer.",
    },
    headers: { $ref: "#/components/schemas/CustomHeaders" },
    metadata: { $ref: "#/components/schemas/Metadata", description: "Yours to use." },
  },
};
const schema34 = {
  type: "object",
  description:
    "Delay before retry n = min(shape[n] x base, max) x (1 +- jitter), shape being 1, 4, 20, 120, 720, 2880 and then x4 each.\nBy default 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.\n",
  additionalProperties: false,
  properties: {
    max_retries: {
      type: "integer",
      minimum: 0,
      maximum: 20,
      default: 6,
      description: "Attempts after the first.",
    },
    base_delay_seconds: { type: "number", minimum: 0.05, maximum: 3600, default: 30 },
    max_delay_seconds: {
      type: "number",
      minimum: 0.05,
      maximum: 86400,
      default: 86400,
      description: "Cap on the delay, and on a destination's `Retry-After`.",
    },
    total_budget_seconds: {
      type: "number",
      minimum: 1,
      maximum: 172800,
      default: 172800,
      description: "No attempt starts later than this after the delivery's creation or replay.",
    },
    jitter: { type: "number", minimum: 0, maximum: 1, default: 0.2 },
    circuit_breaker_threshold: {
      type: ["integer", "null"],
      minimum: 1,
      maximum: 1000000,
      default: 50,
      description:
        "Failed attempts in a row, with no success between, that pause the destination. Null turns it off.",
    },
  },
};
const schema35 = {
  type: "object",
  description:
    "Up to 20 headers that every delivery carries, values up to 1 KB. On an update they replace the earlier ones; `{}`\nremoves them. Not allowed: `Host`, `Connection`, `Content-*`, `Transfer-Encoding`, `TE`, `Trailer`, `Upgrade`,\n`Expect`, `User-Agent`, `traceparent`, `Proxy-*`, `Harbor-*`.\n",
  maxProperties: 20,
  additionalProperties: { type: "string", maxLength: 1024 },
  examples: [{ "X-Acme-Tenant": "eu-1" }],
};
const schema36 = {
  type: ["object", "null"],
  description: "Yours to use, up to 8 KB as JSON. Harbor does not look inside.",
  additionalProperties: true,
  examples: [{ customer_id: "cus_981" }],
};
const func1 = runtime.textLength;
function validate22(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate22.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.url === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "url" },
        message: "must have required property '" + "url" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === "url" ||
        key0 === "name" ||
        key0 === "retry_policy" ||
        key0 === "max_concurrent_deliveries" ||
        key0 === "timeout_seconds" ||
        key0 === "headers" ||
        key0 === "metadata"
      )) {
        const err1 = {
          instancePath,
          schemaPath: "#/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.url !== undefined) {
      let data0 = data.url;
      if (typeof data0 === "string") {
        if (func1(data0) > 2048) {
          const err2 = {
            instancePath: instancePath + "/url",
            schemaPath: "#/properties/url/maxLength",
            keyword: "maxLength",
            params: { limit: 2048 },
            message: "must NOT have more than 2048 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      } else {
        const err3 = {
          instancePath: instancePath + "/url",
          schemaPath: "#/properties/url/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.name !== undefined) {
      let data1 = data.name;
      if (typeof data1 !== "string" && data1 !== null) {
        const err4 = {
          instancePath: instancePath + "/name",
          schemaPath: "#/properties/name/type",
          keyword: "type",
          params: { type: schema33.properties.name.type },
          message: "must be string,null",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (func1(data1) > 256) {
          const err5 = {
            instancePath: instancePath + "/name",
            schemaPath: "#/properties/name/maxLength",
            keyword: "maxLength",
            params: { limit: 256 },
            message: "must NOT have more than 256 characters",
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      }
    }
    if (data.retry_policy !== undefined) {
      let data2 = data.retry_policy;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        for (const key1 in data2) {
          if (!(
            key1 === "max_retries" ||
            key1 === "base_delay_seconds" ||
            key1 === "max_delay_seconds" ||
            key1 === "total_budget_seconds" ||
            key1 === "jitter" ||
            key1 === "circuit_breaker_threshold"
          )) {
            const err6 = {
              instancePath: instancePath + "/retry_policy",
              schemaPath: "#/components/schemas/RetryPolicyInput/additionalProperties",
              keyword: "additionalProperties",
              params: { additionalProperty: key1 },
              message: "must NOT have additional properties",
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data2.max_retries !== undefined) {
          let data3 = data2.max_retries;
          if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
            const err7 = {
              instancePath: instancePath + "/retry_policy/max_retries",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_retries/type",
              keyword: "type",
              params: { type: "integer" },
              message: "must be integer",
            };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 > 20 || isNaN(data3)) {
              const err8 = {
                instancePath: instancePath + "/retry_policy/max_retries",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_retries/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 20 },
                message: "must be <= 20",
              };
              if (vErrors === null) {
                vErrors = [err8];
              } else {
                vErrors.push(err8);
              }
              errors++;
            }
            if (data3 < 0 || isNaN(data3)) {
              const err9 = {
                instancePath: instancePath + "/retry_policy/max_retries",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_retries/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0 },
                message: "must be >= 0",
              };
              if (vErrors === null) {
                vErrors = [err9];
              } else {
                vErrors.push(err9);
              }
              errors++;
            }
          }
        }
        if (data2.base_delay_seconds !== undefined) {
          let data4 = data2.base_delay_seconds;
          if (typeof data4 == "number" && isFinite(data4)) {
            if (data4 > 3600 || isNaN(data4)) {
              const err10 = {
                instancePath: instancePath + "/retry_policy/base_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/base_delay_seconds/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 3600 },
                message: "must be <= 3600",
              };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
            if (data4 < 0.05 || isNaN(data4)) {
              const err11 = {
                instancePath: instancePath + "/retry_policy/base_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/base_delay_seconds/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0.05 },
                message: "must be >= 0.05",
              };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
          } else {
            const err12 = {
              instancePath: instancePath + "/retry_policy/base_delay_seconds",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/base_delay_seconds/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (data2.max_delay_seconds !== undefined) {
          let data5 = data2.max_delay_seconds;
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 86400 || isNaN(data5)) {
              const err13 = {
                instancePath: instancePath + "/retry_policy/max_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_delay_seconds/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 86400 },
                message: "must be <= 86400",
              };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            if (data5 < 0.05 || isNaN(data5)) {
              const err14 = {
                instancePath: instancePath + "/retry_policy/max_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_delay_seconds/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0.05 },
                message: "must be >= 0.05",
              };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          } else {
            const err15 = {
              instancePath: instancePath + "/retry_policy/max_delay_seconds",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_delay_seconds/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data2.total_budget_seconds !== undefined) {
          let data6 = data2.total_budget_seconds;
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 172800 || isNaN(data6)) {
              const err16 = {
                instancePath: instancePath + "/retry_policy/total_budget_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/total_budget_seconds/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 172800 },
                message: "must be <= 172800",
              };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
            if (data6 < 1 || isNaN(data6)) {
              const err17 = {
                instancePath: instancePath + "/retry_policy/total_budget_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/total_budget_seconds/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 1 },
                message: "must be >= 1",
              };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
          } else {
            const err18 = {
              instancePath: instancePath + "/retry_policy/total_budget_seconds",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/total_budget_seconds/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
        }
        if (data2.jitter !== undefined) {
          let data7 = data2.jitter;
          if (typeof data7 == "number" && isFinite(data7)) {
            if (data7 > 1 || isNaN(data7)) {
              const err19 = {
                instancePath: instancePath + "/retry_policy/jitter",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/jitter/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 1 },
                message: "must be <= 1",
              };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
            if (data7 < 0 || isNaN(data7)) {
              const err20 = {
                instancePath: instancePath + "/retry_policy/jitter",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/jitter/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0 },
                message: "must be >= 0",
              };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
          } else {
            const err21 = {
              instancePath: instancePath + "/retry_policy/jitter",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/jitter/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data2.circuit_breaker_threshold !== undefined) {
          let data8 = data2.circuit_breaker_threshold;
          if (
            !(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8)) &&
            data8 !== null
          ) {
            const err22 = {
              instancePath: instancePath + "/retry_policy/circuit_breaker_threshold",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/circuit_breaker_threshold/type",
              keyword: "type",
              params: { type: schema34.properties.circuit_breaker_threshold.type },
              message: "must be integer,null",
            };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
          if (typeof data8 == "number" && isFinite(data8)) {
            if (data8 > 1000000 || isNaN(data8)) {
              const err23 = {
                instancePath: instancePath + "/retry_policy/circuit_breaker_threshold",
                schemaPath:
                  "#/components/schemas/RetryPolicyInput/properties/circuit_breaker_threshold/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 1000000 },
                message: "must be <= 1000000",
              };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
            if (data8 < 1 || isNaN(data8)) {
              const err24 = {
                instancePath: instancePath + "/retry_policy/circuit_breaker_threshold",
                schemaPath:
                  "#/components/schemas/RetryPolicyInput/properties/circuit_breaker_threshold/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 1 },
                message: "must be >= 1",
              };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
          }
        }
      } else {
        const err25 = {
          instancePath: instancePath + "/retry_policy",
          schemaPath: "#/components/schemas/RetryPolicyInput/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      }
    }
    if (data.max_concurrent_deliveries !== undefined) {
      let data9 = data.max_concurrent_deliveries;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
        const err26 = {
          instancePath: instancePath + "/max_concurrent_deliveries",
          schemaPath: "#/properties/max_concurrent_deliveries/type",
          keyword: "type",
          params: { type: "integer" },
          message: "must be integer",
        };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 1000 || isNaN(data9)) {
          const err27 = {
            instancePath: instancePath + "/max_concurrent_deliveries",
            schemaPath: "#/properties/max_concurrent_deliveries/maximum",
            keyword: "maximum",
            params: { comparison: "<=", limit: 1000 },
            message: "must be <= 1000",
          };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        if (data9 < 1 || isNaN(data9)) {
          const err28 = {
            instancePath: instancePath + "/max_concurrent_deliveries",
            schemaPath: "#/properties/max_concurrent_deliveries/minimum",
            keyword: "minimum",
            params: { comparison: ">=", limit: 1 },
            message: "must be >= 1",
          };
          if (vErrors === null) {
            vErrors = [err28];
          } else {
            vErrors.push(err28);
          }
          errors++;
        }
      }
    }
    if (data.timeout_seconds !== undefined) {
      let data10 = data.timeout_seconds;
      if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
        const err29 = {
          instancePath: instancePath + "/timeout_seconds",
          schemaPath: "#/properties/timeout_seconds/type",
          keyword: "type",
          params: { type: "integer" },
          message: "must be integer",
        };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
      if (typeof data10 == "number" && isFinite(data10)) {
        if (data10 > 120 || isNaN(data10)) {
          const err30 = {
            instancePath: instancePath + "/timeout_seconds",
            schemaPath: "#/properties/timeout_seconds/maximum",
            keyword: "maximum",
            params: { comparison: "<=", limit: 120 },
            message: "must be <= 120",
          };
          if (vErrors === null) {
            vErrors = [err30];
          } else {
            vErrors.push(err30);
          }
          errors++;
        }
        if (data10 < 1 || isNaN(data10)) {
          const err31 = {
            instancePath: instancePath + "/timeout_seconds",
            schemaPath: "#/properties/timeout_seconds/minimum",
            keyword: "minimum",
            params: { comparison: ">=", limit: 1 },
            message: "must be >= 1",
          };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
      }
    }
    if (data.headers !== undefined) {
      let data11 = data.headers;
      if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
        if (Object.keys(data11).length > 20) {
          const err32 = {
            instancePath: instancePath + "/headers",
            schemaPath: "#/components/schemas/CustomHeaders/maxProperties",
            keyword: "maxProperties",
            params: { limit: 20 },
            message: "must NOT have more than 20 properties",
          };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
        for (const key2 in data11) {
          let data12 = data11[key2];
          if (typeof data12 === "string") {
            if (func1(data12) > 1024) {
              const err33 = {
                instancePath: instancePath + "/headers/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
                schemaPath: "#/components/schemas/CustomHeaders/additionalProperties/maxLength",
                keyword: "maxLength",
                params: { limit: 1024 },
                message: "must NOT have more than 1024 characters",
              };
              if (vErrors === null) {
                vErrors = [err33];
              } else {
                vErrors.push(err33);
              }
              errors++;
            }
          } else {
            const err34 = {
              instancePath: instancePath + "/headers/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
              schemaPath: "#/components/schemas/CustomHeaders/additionalProperties/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
      } else {
        const err35 = {
          instancePath: instancePath + "/headers",
          schemaPath: "#/components/schemas/CustomHeaders/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.metadata !== undefined) {
      let data13 = data.metadata;
      if (!(data13 && typeof data13 == "object" && !Array.isArray(data13)) && data13 !== null) {
        const err36 = {
          instancePath: instancePath + "/metadata",
          schemaPath: "#/components/schemas/Metadata/type",
          keyword: "type",
          params: { type: schema36.type },
          message: "must be object,null",
        };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
    }
  } else {
    const err37 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err37];
    } else {
      vErrors.push(err37);
    }
    errors++;
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate20(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!validate22(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
    errors = vErrors.length;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate24 as updateDestination };
const schema37 = { $ref: "openapi#/components/schemas/DestinationUpdate" };
const schema38 = {
  type: "object",
  description: "What is to change of a destination; what is left out stays as it is.",
  additionalProperties: false,
  properties: {
    url: {
      type: "string",
      maxLength: 2048,
      description: "Where deliveries are sent: `https`, in test mode also `http`, without credentials.",
    },
    name: { type: ["string", "null"], maxLength: 256, description: "For people." },
    status: { $ref: "#/components/schemas/DestinationStatus" },
    retry_policy: { $ref: "#/components/schemas/RetryPolicyInput" },
    max_concurrent_deliveries: {
      type: "integer",
      minimum: 1,
      maximum: 1000,
      description: "Requests in flight to this destination at one time, over all of Harbor.",
    },
    timeout_seconds: {
      type: "integer",
      minimum: 1,
      maximum: 120,
      description: "From the DNS lookup to the end of what is read of the answer.",
    },
    headers: { $ref: "#/components/schemas/CustomHeaders" },
    metadata: {
      $ref: "#/components/schemas/Metadata",
      description: "Replaces the metadata as a whole; null removes it.",
    },
  },
};
const schema39 = {
  type: "string",
  description: "`paused` holds first attempts; retries already scheduled go on.",
  enum: ["active", "paused"],
};
function validate25(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate25.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(
        key0 === "url" ||
        key0 === "name" ||
        key0 === "status" ||
        key0 === "retry_policy" ||
        key0 === "max_concurrent_deliveries" ||
        key0 === "timeout_seconds" ||
        key0 === "headers" ||
        key0 === "metadata"
      )) {
        const err0 = {
          instancePath,
          schemaPath: "#/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.url !== undefined) {
      let data0 = data.url;
      if (typeof data0 === "string") {
        if (func1(data0) > 2048) {
          const err1 = {
            instancePath: instancePath + "/url",
            schemaPath: "#/properties/url/maxLength",
            keyword: "maxLength",
            params: { limit: 2048 },
            message: "must NOT have more than 2048 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
      } else {
        const err2 = {
          instancePath: instancePath + "/url",
          schemaPath: "#/properties/url/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.name !== undefined) {
      let data1 = data.name;
      if (typeof data1 !== "string" && data1 !== null) {
        const err3 = {
          instancePath: instancePath + "/name",
          schemaPath: "#/properties/name/type",
          keyword: "type",
          params: { type: schema38.properties.name.type },
          message: "must be string,null",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (func1(data1) > 256) {
          const err4 = {
            instancePath: instancePath + "/name",
            schemaPath: "#/properties/name/maxLength",
            keyword: "maxLength",
            params: { limit: 256 },
            message: "must NOT have more than 256 characters",
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
    }
    if (data.status !== undefined) {
      let data2 = data.status;
      if (typeof data2 !== "string") {
        const err5 = {
          instancePath: instancePath + "/status",
          schemaPath: "#/components/schemas/DestinationStatus/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (!(data2 === "active" || data2 === "paused")) {
        const err6 = {
          instancePath: instancePath + "/status",
          schemaPath: "#/components/schemas/DestinationStatus/enum",
          keyword: "enum",
          params: { allowedValues: schema39.enum },
          message: "must be equal to one of the allowed values",
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.retry_policy !== undefined) {
      let data3 = data.retry_policy;
      if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
        for (const key1 in data3) {
          if (!(
            key1 === "max_retries" ||
            key1 === "base_delay_seconds" ||
            key1 === "max_delay_seconds" ||
            key1 === "total_budget_seconds" ||
            key1 === "jitter" ||
            key1 === "circuit_breaker_threshold"
          )) {
            const err7 = {
              instancePath: instancePath + "/retry_policy",
              schemaPath: "#/components/schemas/RetryPolicyInput/additionalProperties",
              keyword: "additionalProperties",
              params: { additionalProperty: key1 },
              message: "must NOT have additional properties",
            };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
        if (data3.max_retries !== undefined) {
          let data4 = data3.max_retries;
          if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
            const err8 = {
              instancePath: instancePath + "/retry_policy/max_retries",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_retries/type",
              keyword: "type",
              params: { type: "integer" },
              message: "must be integer",
            };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
          if (typeof data4 == "number" && isFinite(data4)) {
            if (data4 > 20 || isNaN(data4)) {
              const err9 = {
                instancePath: instancePath + "/retry_policy/max_retries",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_retries/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 20 },
                message: "must be <= 20",
              };
              if (vErrors === null) {
                vErrors = [err9];
              } else {
                vErrors.push(err9);
              }
              errors++;
            }
            if (data4 < 0 || isNaN(data4)) {
              const err10 = {
                instancePath: instancePath + "/retry_policy/max_retries",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_retries/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0 },
                message: "must be >= 0",
              };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
          }
        }
        if (data3.base_delay_seconds !== undefined) {
          let data5 = data3.base_delay_seconds;
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 3600 || isNaN(data5)) {
              const err11 = {
                instancePath: instancePath + "/retry_policy/base_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/base_delay_seconds/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 3600 },
                message: "must be <= 3600",
              };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
            if (data5 < 0.05 || isNaN(data5)) {
              const err12 = {
                instancePath: instancePath + "/retry_policy/base_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/base_delay_seconds/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0.05 },
                message: "must be >= 0.05",
              };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          } else {
            const err13 = {
              instancePath: instancePath + "/retry_policy/base_delay_seconds",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/base_delay_seconds/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data3.max_delay_seconds !== undefined) {
          let data6 = data3.max_delay_seconds;
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 86400 || isNaN(data6)) {
              const err14 = {
                instancePath: instancePath + "/retry_policy/max_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_delay_seconds/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 86400 },
                message: "must be <= 86400",
              };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
            if (data6 < 0.05 || isNaN(data6)) {
              const err15 = {
                instancePath: instancePath + "/retry_policy/max_delay_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_delay_seconds/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0.05 },
                message: "must be >= 0.05",
              };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
          } else {
            const err16 = {
              instancePath: instancePath + "/retry_policy/max_delay_seconds",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/max_delay_seconds/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data3.total_budget_seconds !== undefined) {
          let data7 = data3.total_budget_seconds;
          if (typeof data7 == "number" && isFinite(data7)) {
            if (data7 > 172800 || isNaN(data7)) {
              const err17 = {
                instancePath: instancePath + "/retry_policy/total_budget_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/total_budget_seconds/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 172800 },
                message: "must be <= 172800",
              };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
            if (data7 < 1 || isNaN(data7)) {
              const err18 = {
                instancePath: instancePath + "/retry_policy/total_budget_seconds",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/total_budget_seconds/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 1 },
                message: "must be >= 1",
              };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          } else {
            const err19 = {
              instancePath: instancePath + "/retry_policy/total_budget_seconds",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/total_budget_seconds/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data3.jitter !== undefined) {
          let data8 = data3.jitter;
          if (typeof data8 == "number" && isFinite(data8)) {
            if (data8 > 1 || isNaN(data8)) {
              const err20 = {
                instancePath: instancePath + "/retry_policy/jitter",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/jitter/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 1 },
                message: "must be <= 1",
              };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
            if (data8 < 0 || isNaN(data8)) {
              const err21 = {
                instancePath: instancePath + "/retry_policy/jitter",
                schemaPath: "#/components/schemas/RetryPolicyInput/properties/jitter/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 0 },
                message: "must be >= 0",
              };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
          } else {
            const err22 = {
              instancePath: instancePath + "/retry_policy/jitter",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/jitter/type",
              keyword: "type",
              params: { type: "number" },
              message: "must be number",
            };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data3.circuit_breaker_threshold !== undefined) {
          let data9 = data3.circuit_breaker_threshold;
          if (
            !(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9)) &&
            data9 !== null
          ) {
            const err23 = {
              instancePath: instancePath + "/retry_policy/circuit_breaker_threshold",
              schemaPath: "#/components/schemas/RetryPolicyInput/properties/circuit_breaker_threshold/type",
              keyword: "type",
              params: { type: schema34.properties.circuit_breaker_threshold.type },
              message: "must be integer,null",
            };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
          if (typeof data9 == "number" && isFinite(data9)) {
            if (data9 > 1000000 || isNaN(data9)) {
              const err24 = {
                instancePath: instancePath + "/retry_policy/circuit_breaker_threshold",
                schemaPath:
                  "#/components/schemas/RetryPolicyInput/properties/circuit_breaker_threshold/maximum",
                keyword: "maximum",
                params: { comparison: "<=", limit: 1000000 },
                message: "must be <= 1000000",
              };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
            if (data9 < 1 || isNaN(data9)) {
              const err25 = {
                instancePath: instancePath + "/retry_policy/circuit_breaker_threshold",
                schemaPath:
                  "#/components/schemas/RetryPolicyInput/properties/circuit_breaker_threshold/minimum",
                keyword: "minimum",
                params: { comparison: ">=", limit: 1 },
                message: "must be >= 1",
              };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          }
        }
      } else {
        const err26 = {
          instancePath: instancePath + "/retry_policy",
          schemaPath: "#/components/schemas/RetryPolicyInput/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.max_concurrent_deliveries !== undefined) {
      let data10 = data.max_concurrent_deliveries;
      if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
        const err27 = {
          instancePath: instancePath + "/max_concurrent_deliveries",
          schemaPath: "#/properties/max_concurrent_deliveries/type",
          keyword: "type",
          params: { type: "integer" },
          message: "must be integer",
        };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
      if (typeof data10 == "number" && isFinite(data10)) {
        if (data10 > 1000 || isNaN(data10)) {
          const err28 = {
            instancePath: instancePath + "/max_concurrent_deliveries",
            schemaPath: "#/properties/max_concurrent_deliveries/maximum",
            keyword: "maximum",
            params: { comparison: "<=", limit: 1000 },
            message: "must be <= 1000",
          };
          if (vErrors === null) {
            vErrors = [err28];
          } else {
            vErrors.push(err28);
          }
          errors++;
        }
        if (data10 < 1 || isNaN(data10)) {
          const err29 = {
            instancePath: instancePath + "/max_concurrent_deliveries",
            schemaPath: "#/properties/max_concurrent_deliveries/minimum",
            keyword: "minimum",
            params: { comparison: ">=", limit: 1 },
            message: "must be >= 1",
          };
          if (vErrors === null) {
            vErrors = [err29];
          } else {
            vErrors.push(err29);
          }
          errors++;
        }
      }
    }
    if (data.timeout_seconds !== undefined) {
      let data11 = data.timeout_seconds;
      if (!(typeof data11 == "number" && !(data11 % 1) && !isNaN(data11) && isFinite(data11))) {
        const err30 = {
          instancePath: instancePath + "/timeout_seconds",
          schemaPath: "#/properties/timeout_seconds/type",
          keyword: "type",
          params: { type: "integer" },
          message: "must be integer",
        };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
      if (typeof data11 == "number" && isFinite(data11)) {
        if (data11 > 120 || isNaN(data11)) {
          const err31 = {
            instancePath: instancePath + "/timeout_seconds",
            schemaPath: "#/properties/timeout_seconds/maximum",
            keyword: "maximum",
            params: { comparison: "<=", limit: 120 },
            message: "must be <= 120",
          };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
        if (data11 < 1 || isNaN(data11)) {
          const err32 = {
            instancePath: instancePath + "/timeout_seconds",
            schemaPath: "#/properties/timeout_seconds/minimum",
            keyword: "minimum",
            params: { comparison: ">=", limit: 1 },
            message: "must be >= 1",
          };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
      }
    }
    if (data.headers !== undefined) {
      let data12 = data.headers;
      if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
        if (Object.keys(data12).length > 20) {
          const err33 = {
            instancePath: instancePath + "/headers",
            schemaPath: "#/components/schemas/CustomHeaders/maxProperties",
            keyword: "maxProperties",
            params: { limit: 20 },
            message: "must NOT have more than 20 properties",
          };
          if (vErrors === null) {
            vErrors = [err33];
          } else {
            vErrors.push(err33);
          }
          errors++;
        }
        for (const key2 in data12) {
          let data13 = data12[key2];
          if (typeof data13 === "string") {
            if (func1(data13) > 1024) {
              const err34 = {
                instancePath: instancePath + "/headers/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
                schemaPath: "#/components/schemas/CustomHeaders/additionalProperties/maxLength",
                keyword: "maxLength",
                params: { limit: 1024 },
                message: "must NOT have more than 1024 characters",
              };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
          } else {
            const err35 = {
              instancePath: instancePath + "/headers/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
              schemaPath: "#/components/schemas/CustomHeaders/additionalProperties/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
      } else {
        const err36 = {
          instancePath: instancePath + "/headers",
          schemaPath: "#/components/schemas/CustomHeaders/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
    }
    if (data.metadata !== undefined) {
      let data14 = data.metadata;
      if (!(data14 && typeof data14 == "object" && !Array.isArray(data14)) && data14 !== null) {
        const err37 = {
          instancePath: instancePath + "/metadata",
          schemaPath: "#/components/schemas/Metadata/type",
          keyword: "type",
          params: { type: schema36.type },
          message: "must be object,null",
        };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      }
    }
  } else {
    const err38 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err38];
    } else {
      vErrors.push(err38);
    }
    errors++;
  }
  validate25.errors = vErrors;
  return errors === 0;
}
validate25.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate24(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate24.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!validate25(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
    errors = vErrors.length;
  }
  validate24.errors = vErrors;
  return errors === 0;
}
validate24.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate27 as deleteDestination };
const schema43 = { type: "object", additionalProperties: false };
function validate27(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate27.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      const err0 = {
        instancePath,
        schemaPath: "#/additionalProperties",
        keyword: "additionalProperties",
        params: { additionalProperty: key0 },
        message: "must NOT have additional properties",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate27.errors = vErrors;
  return errors === 0;
}
validate27.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate28 as rotateSigningKey };
const schema44 = { $ref: "openapi#/components/schemas/SigningKeyRotationInput" };
const schema45 = {
  type: "object",
  description: "How long the earlier secrets go on signing.",
  additionalProperties: false,
  properties: {
    grace_period_days: {
      type: "integer",
      minimum: 0,
      maximum: 30,
      default: 7,
      description: "How long the old secret signs too. 0 ends it, and every earlier one, at once.",
    },
  },
};
function validate28(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate28.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "grace_period_days")) {
        const err0 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/SigningKeyRotationInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.grace_period_days !== undefined) {
      let data0 = data.grace_period_days;
      if (!(typeof data0 == "number" && !(data0 % 1) && !isNaN(data0) && isFinite(data0))) {
        const err1 = {
          instancePath: instancePath + "/grace_period_days",
          schemaPath: "openapi#/components/schemas/SigningKeyRotationInput/properties/grace_period_days/type",
          keyword: "type",
          params: { type: "integer" },
          message: "must be integer",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      if (typeof data0 == "number" && isFinite(data0)) {
        if (data0 > 30 || isNaN(data0)) {
          const err2 = {
            instancePath: instancePath + "/grace_period_days",
            schemaPath:
              "openapi#/components/schemas/SigningKeyRotationInput/properties/grace_period_days/maximum",
            keyword: "maximum",
            params: { comparison: "<=", limit: 30 },
            message: "must be <= 30",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0 < 0 || isNaN(data0)) {
          const err3 = {
            instancePath: instancePath + "/grace_period_days",
            schemaPath:
              "openapi#/components/schemas/SigningKeyRotationInput/properties/grace_period_days/minimum",
            keyword: "minimum",
            params: { comparison: ">=", limit: 0 },
            message: "must be >= 0",
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      }
    }
  } else {
    const err4 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/SigningKeyRotationInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err4];
    } else {
      vErrors.push(err4);
    }
    errors++;
  }
  validate28.errors = vErrors;
  return errors === 0;
}
validate28.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate29 as testDestination };
const schema46 = { $ref: "openapi#/components/schemas/TestEventInput" };
const schema47 = {
  type: "object",
  description: "What to send; left out, a `harbor.test` event with a short message.",
  additionalProperties: false,
  properties: {
    type: {
      type: "string",
      default: "harbor.test",
      description: "The event's type; of those that begin with `harbor.`, only `harbor.test`.",
    },
    body: {
      description:
        'Any JSON value, up to 256 KB as submitted. Default: `{"message":"A test event from Harbor"}`.',
    },
  },
};
function validate29(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate29.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "type" || key0 === "body")) {
        const err0 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/TestEventInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      if (typeof data.type !== "string") {
        const err1 = {
          instancePath: instancePath + "/type",
          schemaPath: "openapi#/components/schemas/TestEventInput/properties/type/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/TestEventInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  validate29.errors = vErrors;
  return errors === 0;
}
validate29.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate30 as createSubscription };
const schema48 = { $ref: "openapi#/components/schemas/SubscriptionInput" };
const schema49 = {
  type: "object",
  description: "What a new subscription is to be.",
  additionalProperties: false,
  required: ["destination_id", "event_type"],
  properties: {
    destination_id: { type: "string" },
    event_type: { $ref: "#/components/schemas/EventTypePattern" },
    filter: { $ref: "#/components/schemas/Filter", description: "A condition on the body." },
  },
};
const schema50 = {
  type: "string",
  description:
    "An event type in which `*` stands for one whole segment and a final `**` for one or more: `order.*` takes\n`order.created`, `order.**` also `order.line_item.added`. Types that begin with `harbor.` are only matched by patterns\nthat begin with `harbor`.\n",
  examples: ["order.created", "order.*", "order.**", "**"],
};
const schema51 = {
  type: ["object", "null"],
  description:
    '`{ "<JSONPath>": condition }`, all of which must hold; `$or: [filter, …]` at the top for alternatives. A condition is a\nvalue to equal, or an object of `$eq $ne $gt $gte $lt $lte $in $nin $exists $prefix`. Paths are RFC 9535 with names,\nindexes and wildcards; a condition holds if any selected node meets it, `$ne` and `$nin` if `$eq` and `$in` do not. At\nmost 20 conditions, depth 8, 4 KB.\n',
  additionalProperties: true,
  examples: [{ "$.amount_cents": { $gte: 1000 }, "$.currency": "EUR" }],
};
function validate31(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate31.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.destination_id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "destination_id" },
        message: "must have required property '" + "destination_id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.event_type === undefined) {
      const err1 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "event_type" },
        message: "must have required property '" + "event_type" + "'",
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "destination_id" || key0 === "event_type" || key0 === "filter")) {
        const err2 = {
          instancePath,
          schemaPath: "#/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.destination_id !== undefined) {
      if (typeof data.destination_id !== "string") {
        const err3 = {
          instancePath: instancePath + "/destination_id",
          schemaPath: "#/properties/destination_id/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.event_type !== undefined) {
      if (typeof data.event_type !== "string") {
        const err4 = {
          instancePath: instancePath + "/event_type",
          schemaPath: "#/components/schemas/EventTypePattern/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.filter !== undefined) {
      let data2 = data.filter;
      if (!(data2 && typeof data2 == "object" && !Array.isArray(data2)) && data2 !== null) {
        const err5 = {
          instancePath: instancePath + "/filter",
          schemaPath: "#/components/schemas/Filter/type",
          keyword: "type",
          params: { type: schema51.type },
          message: "must be object,null",
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
  } else {
    const err6 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  }
  validate31.errors = vErrors;
  return errors === 0;
}
validate31.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate30(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate30.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!validate31(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
    errors = vErrors.length;
  }
  validate30.errors = vErrors;
  return errors === 0;
}
validate30.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate33 as updateSubscription };
const schema52 = { $ref: "openapi#/components/schemas/SubscriptionUpdate" };
const schema53 = {
  type: "object",
  description: "What is to change of a subscription; what is left out stays as it is.",
  additionalProperties: false,
  properties: {
    status: { $ref: "#/components/schemas/SubscriptionStatus" },
    event_type: { $ref: "#/components/schemas/EventTypePattern" },
    filter: { $ref: "#/components/schemas/Filter", description: "Replaces the filter; null removes it." },
  },
};
const schema54 = {
  type: "string",
  description: "A `paused` subscription matches nothing.",
  enum: ["active", "paused"],
};
function validate34(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate34.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "status" || key0 === "event_type" || key0 === "filter")) {
        const err0 = {
          instancePath,
          schemaPath: "#/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.status !== undefined) {
      let data0 = data.status;
      if (typeof data0 !== "string") {
        const err1 = {
          instancePath: instancePath + "/status",
          schemaPath: "#/components/schemas/SubscriptionStatus/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      if (!(data0 === "active" || data0 === "paused")) {
        const err2 = {
          instancePath: instancePath + "/status",
          schemaPath: "#/components/schemas/SubscriptionStatus/enum",
          keyword: "enum",
          params: { allowedValues: schema54.enum },
          message: "must be equal to one of the allowed values",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.event_type !== undefined) {
      if (typeof data.event_type !== "string") {
        const err3 = {
          instancePath: instancePath + "/event_type",
          schemaPath: "#/components/schemas/EventTypePattern/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.filter !== undefined) {
      let data2 = data.filter;
      if (!(data2 && typeof data2 == "object" && !Array.isArray(data2)) && data2 !== null) {
        const err4 = {
          instancePath: instancePath + "/filter",
          schemaPath: "#/components/schemas/Filter/type",
          keyword: "type",
          params: { type: schema51.type },
          message: "must be object,null",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
  } else {
    const err5 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
  }
  validate34.errors = vErrors;
  return errors === 0;
}
validate34.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate33(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate33.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!validate34(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
    errors = vErrors.length;
  }
  validate33.errors = vErrors;
  return errors === 0;
}
validate33.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate36 as deleteSubscription };
const schema57 = { type: "object", additionalProperties: false };
function validate36(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate36.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      const err0 = {
        instancePath,
        schemaPath: "#/additionalProperties",
        keyword: "additionalProperties",
        params: { additionalProperty: key0 },
        message: "must NOT have additional properties",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate36.errors = vErrors;
  return errors === 0;
}
validate36.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate37 as createEvent };
const schema58 = { $ref: "openapi#/components/schemas/EventInput" };
const schema59 = {
  type: "object",
  description: "An event to send to every destination that is subscribed to its type.",
  additionalProperties: false,
  required: ["type", "body"],
  properties: {
    type: {
      type: "string",
      description:
        "1-256 characters, dotted segments of `A-Z a-z 0-9 _ -`, case-sensitive. Types that begin with `harbor.` are refused.\n",
      examples: ["order.created"],
    },
    body: { description: "Any JSON value, up to 256 KB as submitted. Delivered byte for byte." },
    idempotency_key: {
      type: ["string", "null"],
      minLength: 1,
      maxLength: 255,
      description: "Within 24 hours, the same event under the same key is accepted once.",
    },
    occurred_at: {
      type: ["string", "null"],
      format: "date-time",
      description: "When it happened. Kept with the event; nothing depends on it.",
    },
  },
};
const formats0 = runtime.formats["date-time"];
function validate37(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate37.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "openapi#/components/schemas/EventInput/required",
        keyword: "required",
        params: { missingProperty: "type" },
        message: "must have required property '" + "type" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.body === undefined) {
      const err1 = {
        instancePath,
        schemaPath: "openapi#/components/schemas/EventInput/required",
        keyword: "required",
        params: { missingProperty: "body" },
        message: "must have required property '" + "body" + "'",
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "type" || key0 === "body" || key0 === "idempotency_key" || key0 === "occurred_at")) {
        const err2 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/EventInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      if (typeof data.type !== "string") {
        const err3 = {
          instancePath: instancePath + "/type",
          schemaPath: "openapi#/components/schemas/EventInput/properties/type/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.idempotency_key !== undefined) {
      let data1 = data.idempotency_key;
      if (typeof data1 !== "string" && data1 !== null) {
        const err4 = {
          instancePath: instancePath + "/idempotency_key",
          schemaPath: "openapi#/components/schemas/EventInput/properties/idempotency_key/type",
          keyword: "type",
          params: { type: schema59.properties.idempotency_key.type },
          message: "must be string,null",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (func1(data1) > 255) {
          const err5 = {
            instancePath: instancePath + "/idempotency_key",
            schemaPath: "openapi#/components/schemas/EventInput/properties/idempotency_key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (func1(data1) < 1) {
          const err6 = {
            instancePath: instancePath + "/idempotency_key",
            schemaPath: "openapi#/components/schemas/EventInput/properties/idempotency_key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      }
    }
    if (data.occurred_at !== undefined) {
      let data2 = data.occurred_at;
      if (typeof data2 !== "string" && data2 !== null) {
        const err7 = {
          instancePath: instancePath + "/occurred_at",
          schemaPath: "openapi#/components/schemas/EventInput/properties/occurred_at/type",
          keyword: "type",
          params: { type: schema59.properties.occurred_at.type },
          message: "must be string,null",
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      if (typeof data2 === "string") {
        if (!formats0(data2)) {
          const err8 = {
            instancePath: instancePath + "/occurred_at",
            schemaPath: "openapi#/components/schemas/EventInput/properties/occurred_at/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
  } else {
    const err9 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/EventInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate37.errors = vErrors;
  return errors === 0;
}
validate37.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate38 as createEventBatch };
const schema60 = { $ref: "openapi#/components/schemas/EventBatchInput" };
const schema61 = {
  type: "object",
  description: "1 to 100 events, at most 5 MB in all; each stands or falls alone.",
  additionalProperties: false,
  required: ["events"],
  properties: {
    events: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      items: {
        anyOf: [
          { $ref: "#/components/schemas/EventInput" },
          { $ref: "#/components/schemas/MalformedEventInput" },
        ],
      },
    },
  },
};
const schema63 = {
  type: "object",
  description:
    "Any other object gets its `invalid_request` in its place among the results and leaves the rest alone.",
};
function validate39(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate39.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.events === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "events" },
        message: "must have required property '" + "events" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "events")) {
        const err1 = {
          instancePath,
          schemaPath: "#/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.events !== undefined) {
      let data0 = data.events;
      if (Array.isArray(data0)) {
        if (data0.length > 100) {
          const err2 = {
            instancePath: instancePath + "/events",
            schemaPath: "#/properties/events/maxItems",
            keyword: "maxItems",
            params: { limit: 100 },
            message: "must NOT have more than 100 items",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err3 = {
            instancePath: instancePath + "/events",
            schemaPath: "#/properties/events/minItems",
            keyword: "minItems",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 items",
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          const _errs5 = errors;
          let valid3 = false;
          const _errs6 = errors;
          if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
            if (data1.type === undefined) {
              const err4 = {
                instancePath: instancePath + "/events/" + i0,
                schemaPath: "#/components/schemas/EventInput/required",
                keyword: "required",
                params: { missingProperty: "type" },
                message: "must have required property '" + "type" + "'",
              };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
            if (data1.body === undefined) {
              const err5 = {
                instancePath: instancePath + "/events/" + i0,
                schemaPath: "#/components/schemas/EventInput/required",
                keyword: "required",
                params: { missingProperty: "body" },
                message: "must have required property '" + "body" + "'",
              };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            for (const key1 in data1) {
              if (!(
                key1 === "type" ||
                key1 === "body" ||
                key1 === "idempotency_key" ||
                key1 === "occurred_at"
              )) {
                const err6 = {
                  instancePath: instancePath + "/events/" + i0,
                  schemaPath: "#/components/schemas/EventInput/additionalProperties",
                  keyword: "additionalProperties",
                  params: { additionalProperty: key1 },
                  message: "must NOT have additional properties",
                };
                if (vErrors === null) {
                  vErrors = [err6];
                } else {
                  vErrors.push(err6);
                }
                errors++;
              }
            }
            if (data1.type !== undefined) {
              if (typeof data1.type !== "string") {
                const err7 = {
                  instancePath: instancePath + "/events/" + i0 + "/type",
                  schemaPath: "#/components/schemas/EventInput/properties/type/type",
                  keyword: "type",
                  params: { type: "string" },
                  message: "must be string",
                };
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
              }
            }
            if (data1.idempotency_key !== undefined) {
              let data3 = data1.idempotency_key;
              if (typeof data3 !== "string" && data3 !== null) {
                const err8 = {
                  instancePath: instancePath + "/events/" + i0 + "/idempotency_key",
                  schemaPath: "#/components/schemas/EventInput/properties/idempotency_key/type",
                  keyword: "type",
                  params: { type: schema59.properties.idempotency_key.type },
                  message: "must be string,null",
                };
                if (vErrors === null) {
                  vErrors = [err8];
                } else {
                  vErrors.push(err8);
                }
                errors++;
              }
              if (typeof data3 === "string") {
                if (func1(data3) > 255) {
                  const err9 = {
                    instancePath: instancePath + "/events/" + i0 + "/idempotency_key",
                    schemaPath: "#/components/schemas/EventInput/properties/idempotency_key/maxLength",
                    keyword: "maxLength",
                    params: { limit: 255 },
                    message: "must NOT have more than 255 characters",
                  };
                  if (vErrors === null) {
                    vErrors = [err9];
                  } else {
                    vErrors.push(err9);
                  }
                  errors++;
                }
                if (func1(data3) < 1) {
                  const err10 = {
                    instancePath: instancePath + "/events/" + i0 + "/idempotency_key",
                    schemaPath: "#/components/schemas/EventInput/properties/idempotency_key/minLength",
                    keyword: "minLength",
                    params: { limit: 1 },
                    message: "must NOT have fewer than 1 characters",
                  };
                  if (vErrors === null) {
                    vErrors = [err10];
                  } else {
                    vErrors.push(err10);
                  }
                  errors++;
                }
              }
            }
            if (data1.occurred_at !== undefined) {
              let data4 = data1.occurred_at;
              if (typeof data4 !== "string" && data4 !== null) {
                const err11 = {
                  instancePath: instancePath + "/events/" + i0 + "/occurred_at",
                  schemaPath: "#/components/schemas/EventInput/properties/occurred_at/type",
                  keyword: "type",
                  params: { type: schema59.properties.occurred_at.type },
                  message: "must be string,null",
                };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
              if (typeof data4 === "string") {
                if (!formats0(data4)) {
                  const err12 = {
                    instancePath: instancePath + "/events/" + i0 + "/occurred_at",
                    schemaPath: "#/components/schemas/EventInput/properties/occurred_at/format",
                    keyword: "format",
                    params: { format: "date-time" },
                    message: 'must match format "' + "date-time" + '"',
                  };
                  if (vErrors === null) {
                    vErrors = [err12];
                  } else {
                    vErrors.push(err12);
                  }
                  errors++;
                }
              }
            }
          } else {
            const err13 = {
              instancePath: instancePath + "/events/" + i0,
              schemaPath: "#/components/schemas/EventInput/type",
              keyword: "type",
              params: { type: "object" },
              message: "must be object",
            };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
          var _valid0 = _errs6 === errors;
          valid3 = valid3 || _valid0;
          const _errs16 = errors;
          if (!(data1 && typeof data1 == "object" && !Array.isArray(data1))) {
            const err14 = {
              instancePath: instancePath + "/events/" + i0,
              schemaPath: "#/components/schemas/MalformedEventInput/type",
              keyword: "type",
              params: { type: "object" },
              message: "must be object",
            };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
          var _valid0 = _errs16 === errors;
          valid3 = valid3 || _valid0;
          if (!valid3) {
            const err15 = {
              instancePath: instancePath + "/events/" + i0,
              schemaPath: "#/properties/events/items/anyOf",
              keyword: "anyOf",
              params: {},
              message: "must match a schema in anyOf",
            };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          } else {
            errors = _errs5;
            if (vErrors !== null) {
              if (_errs5) {
                vErrors.length = _errs5;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err16 = {
          instancePath: instancePath + "/events",
          schemaPath: "#/properties/events/type",
          keyword: "type",
          params: { type: "array" },
          message: "must be array",
        };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
  } else {
    const err17 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err17];
    } else {
      vErrors.push(err17);
    }
    errors++;
  }
  validate39.errors = vErrors;
  return errors === 0;
}
validate39.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate38(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate38.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!validate39(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
    errors = vErrors.length;
  }
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate41 as replayEvent };
const schema64 = { $ref: "openapi#/components/schemas/EventReplayInput" };
const schema65 = {
  type: "object",
  description: "Which destinations get the event again; left out, all that are subscribed to it now.",
  additionalProperties: false,
  properties: {
    destination_ids: {
      type: "array",
      minItems: 1,
      maxItems: 1000,
      items: { type: "string" },
      description: "Only to these. Default: every destination with a subscription that matches now.",
    },
  },
};
function validate41(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate41.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "destination_ids")) {
        const err0 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/EventReplayInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.destination_ids !== undefined) {
      let data0 = data.destination_ids;
      if (Array.isArray(data0)) {
        if (data0.length > 1000) {
          const err1 = {
            instancePath: instancePath + "/destination_ids",
            schemaPath: "openapi#/components/schemas/EventReplayInput/properties/destination_ids/maxItems",
            keyword: "maxItems",
            params: { limit: 1000 },
            message: "must NOT have more than 1000 items",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err2 = {
            instancePath: instancePath + "/destination_ids",
            schemaPath: "openapi#/components/schemas/EventReplayInput/properties/destination_ids/minItems",
            keyword: "minItems",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 items",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (typeof data0[i0] !== "string") {
            const err3 = {
              instancePath: instancePath + "/destination_ids/" + i0,
              schemaPath:
                "openapi#/components/schemas/EventReplayInput/properties/destination_ids/items/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err3];
            } else {
              vErrors.push(err3);
            }
            errors++;
          }
        }
      } else {
        const err4 = {
          instancePath: instancePath + "/destination_ids",
          schemaPath: "openapi#/components/schemas/EventReplayInput/properties/destination_ids/type",
          keyword: "type",
          params: { type: "array" },
          message: "must be array",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
  } else {
    const err5 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/EventReplayInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
  }
  validate41.errors = vErrors;
  return errors === 0;
}
validate41.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate42 as retryDelivery };
const schema66 = { type: "object", additionalProperties: false };
function validate42(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate42.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      const err0 = {
        instancePath,
        schemaPath: "#/additionalProperties",
        keyword: "additionalProperties",
        params: { additionalProperty: key0 },
        message: "must NOT have additional properties",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate42.errors = vErrors;
  return errors === 0;
}
validate42.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate43 as replayDeadDeliveries };
const schema67 = { $ref: "openapi#/components/schemas/DeadDeliveryReplayInput" };
const schema68 = {
  type: "object",
  description: "Which dead deliveries to replay; left out, all of them.",
  additionalProperties: false,
  properties: {
    destination_id: { type: "string", description: "Only deliveries to this destination." },
    since: {
      type: "string",
      format: "date-time",
      description: "Only deliveries created at or after this time.",
    },
    until: { type: "string", format: "date-time", description: "Only deliveries created before this time." },
  },
};
function validate43(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate43.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "destination_id" || key0 === "since" || key0 === "until")) {
        const err0 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.destination_id !== undefined) {
      if (typeof data.destination_id !== "string") {
        const err1 = {
          instancePath: instancePath + "/destination_id",
          schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/properties/destination_id/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.since !== undefined) {
      let data1 = data.since;
      if (typeof data1 === "string") {
        if (!formats0(data1)) {
          const err2 = {
            instancePath: instancePath + "/since",
            schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/properties/since/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      } else {
        const err3 = {
          instancePath: instancePath + "/since",
          schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/properties/since/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.until !== undefined) {
      let data2 = data.until;
      if (typeof data2 === "string") {
        if (!formats0(data2)) {
          const err4 = {
            instancePath: instancePath + "/until",
            schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/properties/until/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = {
          instancePath: instancePath + "/until",
          schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/properties/until/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
  } else {
    const err6 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/DeadDeliveryReplayInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  }
  validate43.errors = vErrors;
  return errors === 0;
}
validate43.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate44 as deleteDeadDelivery };
const schema69 = { type: "object", additionalProperties: false };
function validate44(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate44.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      const err0 = {
        instancePath,
        schemaPath: "#/additionalProperties",
        keyword: "additionalProperties",
        params: { additionalProperty: key0 },
        message: "must NOT have additional properties",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate44.errors = vErrors;
  return errors === 0;
}
validate44.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate45 as replayDeadDelivery };
const schema70 = { type: "object", additionalProperties: false };
function validate45(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate45.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      const err0 = {
        instancePath,
        schemaPath: "#/additionalProperties",
        keyword: "additionalProperties",
        params: { additionalProperty: key0 },
        message: "must NOT have additional properties",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate45.errors = vErrors;
  return errors === 0;
}
validate45.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate46 as advanceTestClock };
const schema71 = { $ref: "openapi#/components/schemas/TestClockAdvanceInput" };
const schema72 = {
  type: "object",
  description: "How far the time of the test environment is to move.",
  additionalProperties: false,
  required: ["seconds"],
  properties: {
    seconds: {
      type: "number",
      minimum: 0,
      maximum: 315360000,
      description: "How far to move. 0 attempts what is due now.",
    },
  },
};
function validate46(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate46.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.seconds === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "openapi#/components/schemas/TestClockAdvanceInput/required",
        keyword: "required",
        params: { missingProperty: "seconds" },
        message: "must have required property '" + "seconds" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "seconds")) {
        const err1 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/TestClockAdvanceInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.seconds !== undefined) {
      let data0 = data.seconds;
      if (typeof data0 == "number" && isFinite(data0)) {
        if (data0 > 315360000 || isNaN(data0)) {
          const err2 = {
            instancePath: instancePath + "/seconds",
            schemaPath: "openapi#/components/schemas/TestClockAdvanceInput/properties/seconds/maximum",
            keyword: "maximum",
            params: { comparison: "<=", limit: 315360000 },
            message: "must be <= 315360000",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0 < 0 || isNaN(data0)) {
          const err3 = {
            instancePath: instancePath + "/seconds",
            schemaPath: "openapi#/components/schemas/TestClockAdvanceInput/properties/seconds/minimum",
            keyword: "minimum",
            params: { comparison: ">=", limit: 0 },
            message: "must be >= 0",
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = {
          instancePath: instancePath + "/seconds",
          schemaPath: "openapi#/components/schemas/TestClockAdvanceInput/properties/seconds/type",
          keyword: "type",
          params: { type: "number" },
          message: "must be number",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
  } else {
    const err5 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/TestClockAdvanceInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
  }
  validate46.errors = vErrors;
  return errors === 0;
}
validate46.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate47 as EventInput };
const schema73 = { $ref: "openapi#/components/schemas/EventInput" };
function validate47(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate47.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "openapi#/components/schemas/EventInput/required",
        keyword: "required",
        params: { missingProperty: "type" },
        message: "must have required property '" + "type" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.body === undefined) {
      const err1 = {
        instancePath,
        schemaPath: "openapi#/components/schemas/EventInput/required",
        keyword: "required",
        params: { missingProperty: "body" },
        message: "must have required property '" + "body" + "'",
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "type" || key0 === "body" || key0 === "idempotency_key" || key0 === "occurred_at")) {
        const err2 = {
          instancePath,
          schemaPath: "openapi#/components/schemas/EventInput/additionalProperties",
          keyword: "additionalProperties",
          params: { additionalProperty: key0 },
          message: "must NOT have additional properties",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      if (typeof data.type !== "string") {
        const err3 = {
          instancePath: instancePath + "/type",
          schemaPath: "openapi#/components/schemas/EventInput/properties/type/type",
          keyword: "type",
          params: { type: "string" },
          message: "must be string",
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.idempotency_key !== undefined) {
      let data1 = data.idempotency_key;
      if (typeof data1 !== "string" && data1 !== null) {
        const err4 = {
          instancePath: instancePath + "/idempotency_key",
          schemaPath: "openapi#/components/schemas/EventInput/properties/idempotency_key/type",
          keyword: "type",
          params: { type: schema59.properties.idempotency_key.type },
          message: "must be string,null",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (func1(data1) > 255) {
          const err5 = {
            instancePath: instancePath + "/idempotency_key",
            schemaPath: "openapi#/components/schemas/EventInput/properties/idempotency_key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (func1(data1) < 1) {
          const err6 = {
            instancePath: instancePath + "/idempotency_key",
            schemaPath: "openapi#/components/schemas/EventInput/properties/idempotency_key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      }
    }
    if (data.occurred_at !== undefined) {
      let data2 = data.occurred_at;
      if (typeof data2 !== "string" && data2 !== null) {
        const err7 = {
          instancePath: instancePath + "/occurred_at",
          schemaPath: "openapi#/components/schemas/EventInput/properties/occurred_at/type",
          keyword: "type",
          params: { type: schema59.properties.occurred_at.type },
          message: "must be string,null",
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      if (typeof data2 === "string") {
        if (!formats0(data2)) {
          const err8 = {
            instancePath: instancePath + "/occurred_at",
            schemaPath: "openapi#/components/schemas/EventInput/properties/occurred_at/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
  } else {
    const err9 = {
      instancePath,
      schemaPath: "openapi#/components/schemas/EventInput/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate47.errors = vErrors;
  return errors === 0;
}
validate47.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
