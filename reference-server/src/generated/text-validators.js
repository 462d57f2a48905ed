// Generated from openapi.yaml by tools/generate.mjs. Do not edit.
import * as runtime from "../http/schema-runtime.js";
("use strict");
export { validate20 as createDestination_querystring };
const schema31 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate21 as createDestination_headers };
const schema32 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
const func1 = runtime.textLength;
function validate21(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate22 as listDestinations_querystring };
const schema33 = {
  type: "object",
  properties: {
    status: { $ref: "openapi#/components/schemas/DestinationStatus" },
    cursor: { type: "string" },
    limit: { type: "integer", minimum: 1, maximum: 100, default: 25 },
  },
  required: [],
  additionalProperties: false,
};
const schema35 = {
  type: "string",
  description: "`paused` holds first attempts; retries already scheduled go on.",
  enum: ["active", "paused"],
};
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
    if (data.limit === undefined) {
      data.limit = 25;
    }
    for (const key0 in data) {
      if (!(key0 === "status" || key0 === "cursor" || key0 === "limit")) {
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
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/status",
              schemaPath: "openapi#/components/schemas/DestinationStatus/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["status"] = coerced0;
          }
        }
      }
      if (!(data0 === "active" || data0 === "paused")) {
        const err2 = {
          instancePath: instancePath + "/status",
          schemaPath: "openapi#/components/schemas/DestinationStatus/enum",
          keyword: "enum",
          params: { allowedValues: schema35.enum },
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
    if (data.cursor !== undefined) {
      let data1 = data.cursor;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err3 = {
              instancePath: instancePath + "/cursor",
              schemaPath: "#/properties/cursor/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["cursor"] = coerced1;
          }
        }
      }
    }
    let data2 = data.limit;
    if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
      let dataType2 = typeof data2;
      let coerced2 = undefined;
      if (!(coerced2 !== undefined)) {
        if (
          dataType2 === "boolean" ||
          data2 === null ||
          (dataType2 === "string" && data2 && data2 == +data2 && !(data2 % 1))
        ) {
          coerced2 = +data2;
        } else {
          const err4 = {
            instancePath: instancePath + "/limit",
            schemaPath: "#/properties/limit/type",
            keyword: "type",
            params: { type: "integer" },
            message: "must be integer",
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
      if (coerced2 !== undefined) {
        data2 = coerced2;
        if (data !== undefined) {
          data["limit"] = coerced2;
        }
      }
    }
    if (typeof data2 == "number" && isFinite(data2)) {
      if (data2 > 100 || isNaN(data2)) {
        const err5 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/maximum",
          keyword: "maximum",
          params: { comparison: "<=", limit: 100 },
          message: "must be <= 100",
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (data2 < 1 || isNaN(data2)) {
        const err6 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/minimum",
          keyword: "minimum",
          params: { comparison: ">=", limit: 1 },
          message: "must be >= 1",
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
  } else {
    const err7 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err7];
    } else {
      vErrors.push(err7);
    }
    errors++;
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate24 as getDestination_querystring };
const schema36 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate24.errors = vErrors;
  return errors === 0;
}
validate24.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate25 as getDestination_params };
const schema37 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate25.errors = vErrors;
  return errors === 0;
}
validate25.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate26 as updateDestination_querystring };
const schema38 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate26(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
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
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate27 as updateDestination_params };
const schema39 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate27.errors = vErrors;
  return errors === 0;
}
validate27.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate28 as deleteDestination_querystring };
const schema40 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate28.errors = vErrors;
  return errors === 0;
}
validate28.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate29 as deleteDestination_params };
const schema41 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
validate29.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate30 as rotateSigningKey_querystring };
const schema42 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate30.errors = vErrors;
  return errors === 0;
}
validate30.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate31 as rotateSigningKey_params };
const schema43 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate31.errors = vErrors;
  return errors === 0;
}
validate31.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate32 as rotateSigningKey_headers };
const schema44 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate32(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate32.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate32.errors = vErrors;
  return errors === 0;
}
validate32.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate33 as testDestination_querystring };
const schema45 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate33.errors = vErrors;
  return errors === 0;
}
validate33.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate34 as testDestination_params };
const schema46 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate34.errors = vErrors;
  return errors === 0;
}
validate34.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate35 as testDestination_headers };
const schema47 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate35(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate35.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate35.errors = vErrors;
  return errors === 0;
}
validate35.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate36 as createSubscription_querystring };
const schema48 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
export { validate37 as createSubscription_headers };
const schema49 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
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
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate37.errors = vErrors;
  return errors === 0;
}
validate37.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate38 as listSubscriptions_querystring };
const schema50 = {
  type: "object",
  properties: {
    destination_id: { type: "string" },
    cursor: { type: "string" },
    limit: { type: "integer", minimum: 1, maximum: 100, default: 25 },
  },
  required: [],
  additionalProperties: false,
};
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
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.limit === undefined) {
      data.limit = 25;
    }
    for (const key0 in data) {
      if (!(key0 === "destination_id" || key0 === "cursor" || key0 === "limit")) {
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
    if (data.destination_id !== undefined) {
      let data0 = data.destination_id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/destination_id",
              schemaPath: "#/properties/destination_id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["destination_id"] = coerced0;
          }
        }
      }
    }
    if (data.cursor !== undefined) {
      let data1 = data.cursor;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err2 = {
              instancePath: instancePath + "/cursor",
              schemaPath: "#/properties/cursor/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["cursor"] = coerced1;
          }
        }
      }
    }
    let data2 = data.limit;
    if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
      let dataType2 = typeof data2;
      let coerced2 = undefined;
      if (!(coerced2 !== undefined)) {
        if (
          dataType2 === "boolean" ||
          data2 === null ||
          (dataType2 === "string" && data2 && data2 == +data2 && !(data2 % 1))
        ) {
          coerced2 = +data2;
        } else {
          const err3 = {
            instancePath: instancePath + "/limit",
            schemaPath: "#/properties/limit/type",
            keyword: "type",
            params: { type: "integer" },
            message: "must be integer",
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      }
      if (coerced2 !== undefined) {
        data2 = coerced2;
        if (data !== undefined) {
          data["limit"] = coerced2;
        }
      }
    }
    if (typeof data2 == "number" && isFinite(data2)) {
      if (data2 > 100 || isNaN(data2)) {
        const err4 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/maximum",
          keyword: "maximum",
          params: { comparison: "<=", limit: 100 },
          message: "must be <= 100",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (data2 < 1 || isNaN(data2)) {
        const err5 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/minimum",
          keyword: "minimum",
          params: { comparison: ">=", limit: 1 },
          message: "must be >= 1",
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
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate39 as getSubscription_querystring };
const schema51 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate39.errors = vErrors;
  return errors === 0;
}
validate39.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate40 as getSubscription_params };
const schema52 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
function validate40(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate40.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate40.errors = vErrors;
  return errors === 0;
}
validate40.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate41 as updateSubscription_querystring };
const schema53 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate41.errors = vErrors;
  return errors === 0;
}
validate41.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate42 as updateSubscription_params };
const schema54 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate42.errors = vErrors;
  return errors === 0;
}
validate42.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate43 as deleteSubscription_querystring };
const schema55 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
  validate43.errors = vErrors;
  return errors === 0;
}
validate43.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate44 as deleteSubscription_params };
const schema56 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
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
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate44.errors = vErrors;
  return errors === 0;
}
validate44.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate45 as createEvent_querystring };
const schema57 = { type: "object", properties: {}, required: [], additionalProperties: false };
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
export { validate46 as createEvent_headers };
const schema58 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
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
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate46.errors = vErrors;
  return errors === 0;
}
validate46.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate47 as listEvents_querystring };
const schema59 = {
  type: "object",
  properties: {
    type: { type: "string" },
    since: { type: "string", format: "date-time" },
    until: { type: "string", format: "date-time" },
    cursor: { type: "string" },
    limit: { type: "integer", minimum: 1, maximum: 100, default: 25 },
  },
  required: [],
  additionalProperties: false,
};
const formats0 = runtime.formats["date-time"];
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
    if (data.limit === undefined) {
      data.limit = 25;
    }
    for (const key0 in data) {
      if (!(
        key0 === "type" ||
        key0 === "since" ||
        key0 === "until" ||
        key0 === "cursor" ||
        key0 === "limit"
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
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/type",
              schemaPath: "#/properties/type/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["type"] = coerced0;
          }
        }
      }
    }
    if (data.since !== undefined) {
      let data1 = data.since;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err2 = {
              instancePath: instancePath + "/since",
              schemaPath: "#/properties/since/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["since"] = coerced1;
          }
        }
      }
      if (typeof data1 === "string") {
        if (!formats0(data1)) {
          const err3 = {
            instancePath: instancePath + "/since",
            schemaPath: "#/properties/since/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
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
    if (data.until !== undefined) {
      let data2 = data.until;
      if (typeof data2 !== "string") {
        let dataType2 = typeof data2;
        let coerced2 = undefined;
        if (!(coerced2 !== undefined)) {
          if (dataType2 == "number" || dataType2 == "boolean") {
            coerced2 = "" + data2;
          } else if (data2 === null) {
            coerced2 = "";
          } else {
            const err4 = {
              instancePath: instancePath + "/until",
              schemaPath: "#/properties/until/type",
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
        if (coerced2 !== undefined) {
          data2 = coerced2;
          if (data !== undefined) {
            data["until"] = coerced2;
          }
        }
      }
      if (typeof data2 === "string") {
        if (!formats0(data2)) {
          const err5 = {
            instancePath: instancePath + "/until",
            schemaPath: "#/properties/until/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
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
    if (data.cursor !== undefined) {
      let data3 = data.cursor;
      if (typeof data3 !== "string") {
        let dataType3 = typeof data3;
        let coerced3 = undefined;
        if (!(coerced3 !== undefined)) {
          if (dataType3 == "number" || dataType3 == "boolean") {
            coerced3 = "" + data3;
          } else if (data3 === null) {
            coerced3 = "";
          } else {
            const err6 = {
              instancePath: instancePath + "/cursor",
              schemaPath: "#/properties/cursor/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (coerced3 !== undefined) {
          data3 = coerced3;
          if (data !== undefined) {
            data["cursor"] = coerced3;
          }
        }
      }
    }
    let data4 = data.limit;
    if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
      let dataType4 = typeof data4;
      let coerced4 = undefined;
      if (!(coerced4 !== undefined)) {
        if (
          dataType4 === "boolean" ||
          data4 === null ||
          (dataType4 === "string" && data4 && data4 == +data4 && !(data4 % 1))
        ) {
          coerced4 = +data4;
        } else {
          const err7 = {
            instancePath: instancePath + "/limit",
            schemaPath: "#/properties/limit/type",
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
      }
      if (coerced4 !== undefined) {
        data4 = coerced4;
        if (data !== undefined) {
          data["limit"] = coerced4;
        }
      }
    }
    if (typeof data4 == "number" && isFinite(data4)) {
      if (data4 > 100 || isNaN(data4)) {
        const err8 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/maximum",
          keyword: "maximum",
          params: { comparison: "<=", limit: 100 },
          message: "must be <= 100",
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      if (data4 < 1 || isNaN(data4)) {
        const err9 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/minimum",
          keyword: "minimum",
          params: { comparison: ">=", limit: 1 },
          message: "must be >= 1",
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
  } else {
    const err10 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err10];
    } else {
      vErrors.push(err10);
    }
    errors++;
  }
  validate47.errors = vErrors;
  return errors === 0;
}
validate47.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate48 as createEventBatch_querystring };
const schema60 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate48(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate48.evaluated;
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
  validate48.errors = vErrors;
  return errors === 0;
}
validate48.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate49 as createEventBatch_headers };
const schema61 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate49(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate49.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate49.errors = vErrors;
  return errors === 0;
}
validate49.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate50 as getEvent_querystring };
const schema62 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate50(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate50.evaluated;
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
  validate50.errors = vErrors;
  return errors === 0;
}
validate50.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate51 as getEvent_params };
const schema63 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
function validate51(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate51.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate51.errors = vErrors;
  return errors === 0;
}
validate51.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate52 as replayEvent_querystring };
const schema64 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate52(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate52.evaluated;
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
  validate52.errors = vErrors;
  return errors === 0;
}
validate52.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate53 as replayEvent_params };
const schema65 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
function validate53(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate53.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate53.errors = vErrors;
  return errors === 0;
}
validate53.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate54 as replayEvent_headers };
const schema66 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate54(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate54.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate54.errors = vErrors;
  return errors === 0;
}
validate54.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate55 as listDeliveries_querystring };
const schema67 = {
  type: "object",
  properties: {
    event_id: { type: "string" },
    destination_id: { type: "string" },
    status: { $ref: "openapi#/components/schemas/DeliveryStatus" },
    event_type: { type: "string" },
    since: { type: "string", format: "date-time" },
    until: { type: "string", format: "date-time" },
    cursor: { type: "string" },
    limit: { type: "integer", minimum: 1, maximum: 100, default: 25 },
  },
  required: [],
  additionalProperties: false,
};
const schema68 = {
  type: "string",
  description:
    "`pending`: no attempt yet, or held. `retrying`: the last attempt failed and another one is scheduled. `succeeded`: the\ndestination answered 2xx. `dead`: given up, see `dead_reason`.\n",
  enum: ["pending", "retrying", "succeeded", "dead"],
};
function validate55(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate55.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.limit === undefined) {
      data.limit = 25;
    }
    for (const key0 in data) {
      if (!(
        key0 === "event_id" ||
        key0 === "destination_id" ||
        key0 === "status" ||
        key0 === "event_type" ||
        key0 === "since" ||
        key0 === "until" ||
        key0 === "cursor" ||
        key0 === "limit"
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
    if (data.event_id !== undefined) {
      let data0 = data.event_id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/event_id",
              schemaPath: "#/properties/event_id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["event_id"] = coerced0;
          }
        }
      }
    }
    if (data.destination_id !== undefined) {
      let data1 = data.destination_id;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err2 = {
              instancePath: instancePath + "/destination_id",
              schemaPath: "#/properties/destination_id/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["destination_id"] = coerced1;
          }
        }
      }
    }
    if (data.status !== undefined) {
      let data2 = data.status;
      if (typeof data2 !== "string") {
        let dataType2 = typeof data2;
        let coerced2 = undefined;
        if (!(coerced2 !== undefined)) {
          if (dataType2 == "number" || dataType2 == "boolean") {
            coerced2 = "" + data2;
          } else if (data2 === null) {
            coerced2 = "";
          } else {
            const err3 = {
              instancePath: instancePath + "/status",
              schemaPath: "openapi#/components/schemas/DeliveryStatus/type",
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
        if (coerced2 !== undefined) {
          data2 = coerced2;
          if (data !== undefined) {
            data["status"] = coerced2;
          }
        }
      }
      if (!(data2 === "pending" || data2 === "retrying" || data2 === "succeeded" || data2 === "dead")) {
        const err4 = {
          instancePath: instancePath + "/status",
          schemaPath: "openapi#/components/schemas/DeliveryStatus/enum",
          keyword: "enum",
          params: { allowedValues: schema68.enum },
          message: "must be equal to one of the allowed values",
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.event_type !== undefined) {
      let data3 = data.event_type;
      if (typeof data3 !== "string") {
        let dataType3 = typeof data3;
        let coerced3 = undefined;
        if (!(coerced3 !== undefined)) {
          if (dataType3 == "number" || dataType3 == "boolean") {
            coerced3 = "" + data3;
          } else if (data3 === null) {
            coerced3 = "";
          } else {
            const err5 = {
              instancePath: instancePath + "/event_type",
              schemaPath: "#/properties/event_type/type",
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
        if (coerced3 !== undefined) {
          data3 = coerced3;
          if (data !== undefined) {
            data["event_type"] = coerced3;
          }
        }
      }
    }
    if (data.since !== undefined) {
      let data4 = data.since;
      if (typeof data4 !== "string") {
        let dataType4 = typeof data4;
        let coerced4 = undefined;
        if (!(coerced4 !== undefined)) {
          if (dataType4 == "number" || dataType4 == "boolean") {
            coerced4 = "" + data4;
          } else if (data4 === null) {
            coerced4 = "";
          } else {
            const err6 = {
              instancePath: instancePath + "/since",
              schemaPath: "#/properties/since/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (coerced4 !== undefined) {
          data4 = coerced4;
          if (data !== undefined) {
            data["since"] = coerced4;
          }
        }
      }
      if (typeof data4 === "string") {
        if (!formats0(data4)) {
          const err7 = {
            instancePath: instancePath + "/since",
            schemaPath: "#/properties/since/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
    }
    if (data.until !== undefined) {
      let data5 = data.until;
      if (typeof data5 !== "string") {
        let dataType5 = typeof data5;
        let coerced5 = undefined;
        if (!(coerced5 !== undefined)) {
          if (dataType5 == "number" || dataType5 == "boolean") {
            coerced5 = "" + data5;
          } else if (data5 === null) {
            coerced5 = "";
          } else {
            const err8 = {
              instancePath: instancePath + "/until",
              schemaPath: "#/properties/until/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
        if (coerced5 !== undefined) {
          data5 = coerced5;
          if (data !== undefined) {
            data["until"] = coerced5;
          }
        }
      }
      if (typeof data5 === "string") {
        if (!formats0(data5)) {
          const err9 = {
            instancePath: instancePath + "/until",
            schemaPath: "#/properties/until/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
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
    if (data.cursor !== undefined) {
      let data6 = data.cursor;
      if (typeof data6 !== "string") {
        let dataType6 = typeof data6;
        let coerced6 = undefined;
        if (!(coerced6 !== undefined)) {
          if (dataType6 == "number" || dataType6 == "boolean") {
            coerced6 = "" + data6;
          } else if (data6 === null) {
            coerced6 = "";
          } else {
            const err10 = {
              instancePath: instancePath + "/cursor",
              schemaPath: "#/properties/cursor/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
        }
        if (coerced6 !== undefined) {
          data6 = coerced6;
          if (data !== undefined) {
            data["cursor"] = coerced6;
          }
        }
      }
    }
    let data7 = data.limit;
    if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
      let dataType7 = typeof data7;
      let coerced7 = undefined;
      if (!(coerced7 !== undefined)) {
        if (
          dataType7 === "boolean" ||
          data7 === null ||
          (dataType7 === "string" && data7 && data7 == +data7 && !(data7 % 1))
        ) {
          coerced7 = +data7;
        } else {
          const err11 = {
            instancePath: instancePath + "/limit",
            schemaPath: "#/properties/limit/type",
            keyword: "type",
            params: { type: "integer" },
            message: "must be integer",
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
      if (coerced7 !== undefined) {
        data7 = coerced7;
        if (data !== undefined) {
          data["limit"] = coerced7;
        }
      }
    }
    if (typeof data7 == "number" && isFinite(data7)) {
      if (data7 > 100 || isNaN(data7)) {
        const err12 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/maximum",
          keyword: "maximum",
          params: { comparison: "<=", limit: 100 },
          message: "must be <= 100",
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (data7 < 1 || isNaN(data7)) {
        const err13 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/minimum",
          keyword: "minimum",
          params: { comparison: ">=", limit: 1 },
          message: "must be >= 1",
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
  } else {
    const err14 = {
      instancePath,
      schemaPath: "#/type",
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
  validate55.errors = vErrors;
  return errors === 0;
}
validate55.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate56 as getDelivery_querystring };
const schema69 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate56(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate56.evaluated;
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
  validate56.errors = vErrors;
  return errors === 0;
}
validate56.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate57 as getDelivery_params };
const schema70 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
function validate57(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate57.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate57.errors = vErrors;
  return errors === 0;
}
validate57.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate58 as retryDelivery_querystring };
const schema71 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate58(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate58.evaluated;
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
  validate58.errors = vErrors;
  return errors === 0;
}
validate58.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate59 as retryDelivery_params };
const schema72 = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
function validate59(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate59.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "id" },
        message: "must have required property '" + "id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.id !== undefined) {
      let data0 = data.id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/id",
              schemaPath: "#/properties/id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate59.errors = vErrors;
  return errors === 0;
}
validate59.evaluated = { props: { id: true }, dynamicProps: false, dynamicItems: false };
export { validate60 as retryDelivery_headers };
const schema73 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate60(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate60.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate60.errors = vErrors;
  return errors === 0;
}
validate60.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate61 as listDeadDeliveries_querystring };
const schema74 = {
  type: "object",
  properties: {
    destination_id: { type: "string" },
    since: { type: "string", format: "date-time" },
    until: { type: "string", format: "date-time" },
    cursor: { type: "string" },
    limit: { type: "integer", minimum: 1, maximum: 100, default: 25 },
  },
  required: [],
  additionalProperties: false,
};
function validate61(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate61.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.limit === undefined) {
      data.limit = 25;
    }
    for (const key0 in data) {
      if (!(
        key0 === "destination_id" ||
        key0 === "since" ||
        key0 === "until" ||
        key0 === "cursor" ||
        key0 === "limit"
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
    if (data.destination_id !== undefined) {
      let data0 = data.destination_id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/destination_id",
              schemaPath: "#/properties/destination_id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["destination_id"] = coerced0;
          }
        }
      }
    }
    if (data.since !== undefined) {
      let data1 = data.since;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err2 = {
              instancePath: instancePath + "/since",
              schemaPath: "#/properties/since/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["since"] = coerced1;
          }
        }
      }
      if (typeof data1 === "string") {
        if (!formats0(data1)) {
          const err3 = {
            instancePath: instancePath + "/since",
            schemaPath: "#/properties/since/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
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
    if (data.until !== undefined) {
      let data2 = data.until;
      if (typeof data2 !== "string") {
        let dataType2 = typeof data2;
        let coerced2 = undefined;
        if (!(coerced2 !== undefined)) {
          if (dataType2 == "number" || dataType2 == "boolean") {
            coerced2 = "" + data2;
          } else if (data2 === null) {
            coerced2 = "";
          } else {
            const err4 = {
              instancePath: instancePath + "/until",
              schemaPath: "#/properties/until/type",
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
        if (coerced2 !== undefined) {
          data2 = coerced2;
          if (data !== undefined) {
            data["until"] = coerced2;
          }
        }
      }
      if (typeof data2 === "string") {
        if (!formats0(data2)) {
          const err5 = {
            instancePath: instancePath + "/until",
            schemaPath: "#/properties/until/format",
            keyword: "format",
            params: { format: "date-time" },
            message: 'must match format "' + "date-time" + '"',
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
    if (data.cursor !== undefined) {
      let data3 = data.cursor;
      if (typeof data3 !== "string") {
        let dataType3 = typeof data3;
        let coerced3 = undefined;
        if (!(coerced3 !== undefined)) {
          if (dataType3 == "number" || dataType3 == "boolean") {
            coerced3 = "" + data3;
          } else if (data3 === null) {
            coerced3 = "";
          } else {
            const err6 = {
              instancePath: instancePath + "/cursor",
              schemaPath: "#/properties/cursor/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (coerced3 !== undefined) {
          data3 = coerced3;
          if (data !== undefined) {
            data["cursor"] = coerced3;
          }
        }
      }
    }
    let data4 = data.limit;
    if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
      let dataType4 = typeof data4;
      let coerced4 = undefined;
      if (!(coerced4 !== undefined)) {
        if (
          dataType4 === "boolean" ||
          data4 === null ||
          (dataType4 === "string" && data4 && data4 == +data4 && !(data4 % 1))
        ) {
          coerced4 = +data4;
        } else {
          const err7 = {
            instancePath: instancePath + "/limit",
            schemaPath: "#/properties/limit/type",
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
      }
      if (coerced4 !== undefined) {
        data4 = coerced4;
        if (data !== undefined) {
          data["limit"] = coerced4;
        }
      }
    }
    if (typeof data4 == "number" && isFinite(data4)) {
      if (data4 > 100 || isNaN(data4)) {
        const err8 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/maximum",
          keyword: "maximum",
          params: { comparison: "<=", limit: 100 },
          message: "must be <= 100",
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      if (data4 < 1 || isNaN(data4)) {
        const err9 = {
          instancePath: instancePath + "/limit",
          schemaPath: "#/properties/limit/minimum",
          keyword: "minimum",
          params: { comparison: ">=", limit: 1 },
          message: "must be >= 1",
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
  } else {
    const err10 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err10];
    } else {
      vErrors.push(err10);
    }
    errors++;
  }
  validate61.errors = vErrors;
  return errors === 0;
}
validate61.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate62 as replayDeadDeliveries_querystring };
const schema75 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate62(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate62.evaluated;
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
  validate62.errors = vErrors;
  return errors === 0;
}
validate62.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate63 as replayDeadDeliveries_headers };
const schema76 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate63(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate63.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate63.errors = vErrors;
  return errors === 0;
}
validate63.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate64 as deleteDeadDelivery_querystring };
const schema77 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate64(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate64.evaluated;
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
  validate64.errors = vErrors;
  return errors === 0;
}
validate64.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate65 as deleteDeadDelivery_params };
const schema78 = {
  type: "object",
  properties: { delivery_id: { type: "string" } },
  required: ["delivery_id"],
};
function validate65(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate65.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.delivery_id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "delivery_id" },
        message: "must have required property '" + "delivery_id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.delivery_id !== undefined) {
      let data0 = data.delivery_id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/delivery_id",
              schemaPath: "#/properties/delivery_id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["delivery_id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate65.errors = vErrors;
  return errors === 0;
}
validate65.evaluated = { props: { delivery_id: true }, dynamicProps: false, dynamicItems: false };
export { validate66 as replayDeadDelivery_querystring };
const schema79 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate66(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate66.evaluated;
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
  validate66.errors = vErrors;
  return errors === 0;
}
validate66.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate67 as replayDeadDelivery_params };
const schema80 = {
  type: "object",
  properties: { delivery_id: { type: "string" } },
  required: ["delivery_id"],
};
function validate67(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate67.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.delivery_id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: "#/required",
        keyword: "required",
        params: { missingProperty: "delivery_id" },
        message: "must have required property '" + "delivery_id" + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.delivery_id !== undefined) {
      let data0 = data.delivery_id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/delivery_id",
              schemaPath: "#/properties/delivery_id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["delivery_id"] = coerced0;
          }
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate67.errors = vErrors;
  return errors === 0;
}
validate67.evaluated = { props: { delivery_id: true }, dynamicProps: false, dynamicItems: false };
export { validate68 as replayDeadDelivery_headers };
const schema81 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate68(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate68.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate68.errors = vErrors;
  return errors === 0;
}
validate68.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate69 as getStats_querystring };
const schema82 = {
  type: "object",
  properties: {
    since: { type: "string", format: "date-time" },
    until: { type: "string", format: "date-time" },
    bucket: { type: "string", enum: ["minute", "hour", "day"], default: "hour" },
    destination_id: { type: "string" },
  },
  required: [],
  additionalProperties: false,
};
function validate69(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate69.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.bucket === undefined) {
      data.bucket = "hour";
    }
    for (const key0 in data) {
      if (!(key0 === "since" || key0 === "until" || key0 === "bucket" || key0 === "destination_id")) {
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
    if (data.since !== undefined) {
      let data0 = data.since;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/since",
              schemaPath: "#/properties/since/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["since"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (!formats0(data0)) {
          const err2 = {
            instancePath: instancePath + "/since",
            schemaPath: "#/properties/since/format",
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
      }
    }
    if (data.until !== undefined) {
      let data1 = data.until;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err3 = {
              instancePath: instancePath + "/until",
              schemaPath: "#/properties/until/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["until"] = coerced1;
          }
        }
      }
      if (typeof data1 === "string") {
        if (!formats0(data1)) {
          const err4 = {
            instancePath: instancePath + "/until",
            schemaPath: "#/properties/until/format",
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
      }
    }
    let data2 = data.bucket;
    if (typeof data2 !== "string") {
      let dataType2 = typeof data2;
      let coerced2 = undefined;
      if (!(coerced2 !== undefined)) {
        if (dataType2 == "number" || dataType2 == "boolean") {
          coerced2 = "" + data2;
        } else if (data2 === null) {
          coerced2 = "";
        } else {
          const err5 = {
            instancePath: instancePath + "/bucket",
            schemaPath: "#/properties/bucket/type",
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
      if (coerced2 !== undefined) {
        data2 = coerced2;
        if (data !== undefined) {
          data["bucket"] = coerced2;
        }
      }
    }
    if (!(data2 === "minute" || data2 === "hour" || data2 === "day")) {
      const err6 = {
        instancePath: instancePath + "/bucket",
        schemaPath: "#/properties/bucket/enum",
        keyword: "enum",
        params: { allowedValues: schema82.properties.bucket.enum },
        message: "must be equal to one of the allowed values",
      };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    if (data.destination_id !== undefined) {
      let data3 = data.destination_id;
      if (typeof data3 !== "string") {
        let dataType3 = typeof data3;
        let coerced3 = undefined;
        if (!(coerced3 !== undefined)) {
          if (dataType3 == "number" || dataType3 == "boolean") {
            coerced3 = "" + data3;
          } else if (data3 === null) {
            coerced3 = "";
          } else {
            const err7 = {
              instancePath: instancePath + "/destination_id",
              schemaPath: "#/properties/destination_id/type",
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
        if (coerced3 !== undefined) {
          data3 = coerced3;
          if (data !== undefined) {
            data["destination_id"] = coerced3;
          }
        }
      }
    }
  } else {
    const err8 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err8];
    } else {
      vErrors.push(err8);
    }
    errors++;
  }
  validate69.errors = vErrors;
  return errors === 0;
}
validate69.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate70 as advanceTestClock_querystring };
const schema83 = { type: "object", properties: {}, required: [], additionalProperties: false };
function validate70(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate70.evaluated;
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
  validate70.errors = vErrors;
  return errors === 0;
}
validate70.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate71 as advanceTestClock_headers };
const schema84 = {
  type: "object",
  properties: { "Idempotency-Key": { type: "string", minLength: 1, maxLength: 255 } },
  required: [],
};
function validate71(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate71.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Idempotency-Key"] !== undefined) {
      let data0 = data["Idempotency-Key"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Idempotency-Key",
              schemaPath: "#/properties/Idempotency-Key/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Idempotency-Key"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err1 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/maxLength",
            keyword: "maxLength",
            params: { limit: 255 },
            message: "must NOT have more than 255 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func1(data0) < 1) {
          const err2 = {
            instancePath: instancePath + "/Idempotency-Key",
            schemaPath: "#/properties/Idempotency-Key/minLength",
            keyword: "minLength",
            params: { limit: 1 },
            message: "must NOT have fewer than 1 characters",
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate71.errors = vErrors;
  return errors === 0;
}
validate71.evaluated = { props: { "Idempotency-Key": true }, dynamicProps: false, dynamicItems: false };
export { validate72 as streamDeliveries_querystring };
const schema85 = {
  type: "object",
  properties: { destination_id: { type: "string" }, event_type: { type: "string" } },
  required: [],
  additionalProperties: false,
};
function validate72(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate72.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "destination_id" || key0 === "event_type")) {
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
    if (data.destination_id !== undefined) {
      let data0 = data.destination_id;
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err1 = {
              instancePath: instancePath + "/destination_id",
              schemaPath: "#/properties/destination_id/type",
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
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["destination_id"] = coerced0;
          }
        }
      }
    }
    if (data.event_type !== undefined) {
      let data1 = data.event_type;
      if (typeof data1 !== "string") {
        let dataType1 = typeof data1;
        let coerced1 = undefined;
        if (!(coerced1 !== undefined)) {
          if (dataType1 == "number" || dataType1 == "boolean") {
            coerced1 = "" + data1;
          } else if (data1 === null) {
            coerced1 = "";
          } else {
            const err2 = {
              instancePath: instancePath + "/event_type",
              schemaPath: "#/properties/event_type/type",
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
        if (coerced1 !== undefined) {
          data1 = coerced1;
          if (data !== undefined) {
            data["event_type"] = coerced1;
          }
        }
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: "#/type",
      keyword: "type",
      params: { type: "object" },
      message: "must be object",
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate72.errors = vErrors;
  return errors === 0;
}
validate72.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
export { validate73 as streamDeliveries_headers };
const schema86 = {
  type: "object",
  properties: { "Last-Event-ID": { type: "string", maxLength: 256 } },
  required: [],
};
function validate73(
  data,
  { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate73.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data["Last-Event-ID"] !== undefined) {
      let data0 = data["Last-Event-ID"];
      if (typeof data0 !== "string") {
        let dataType0 = typeof data0;
        let coerced0 = undefined;
        if (!(coerced0 !== undefined)) {
          if (dataType0 == "number" || dataType0 == "boolean") {
            coerced0 = "" + data0;
          } else if (data0 === null) {
            coerced0 = "";
          } else {
            const err0 = {
              instancePath: instancePath + "/Last-Event-ID",
              schemaPath: "#/properties/Last-Event-ID/type",
              keyword: "type",
              params: { type: "string" },
              message: "must be string",
            };
            if (vErrors === null) {
              vErrors = [err0];
            } else {
              vErrors.push(err0);
            }
            errors++;
          }
        }
        if (coerced0 !== undefined) {
          data0 = coerced0;
          if (data !== undefined) {
            data["Last-Event-ID"] = coerced0;
          }
        }
      }
      if (typeof data0 === "string") {
        if (func1(data0) > 256) {
          const err1 = {
            instancePath: instancePath + "/Last-Event-ID",
            schemaPath: "#/properties/Last-Event-ID/maxLength",
            keyword: "maxLength",
            params: { limit: 256 },
            message: "must NOT have more than 256 characters",
          };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: "#/type",
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
  validate73.errors = vErrors;
  return errors === 0;
}
validate73.evaluated = { props: { "Last-Event-ID": true }, dynamicProps: false, dynamicItems: false };

export const headerNames = {
  createDestination_headers: ["Idempotency-Key"],
  rotateSigningKey_headers: ["Idempotency-Key"],
  testDestination_headers: ["Idempotency-Key"],
  createSubscription_headers: ["Idempotency-Key"],
  createEvent_headers: ["Idempotency-Key"],
  createEventBatch_headers: ["Idempotency-Key"],
  replayEvent_headers: ["Idempotency-Key"],
  retryDelivery_headers: ["Idempotency-Key"],
  replayDeadDeliveries_headers: ["Idempotency-Key"],
  replayDeadDelivery_headers: ["Idempotency-Key"],
  advanceTestClock_headers: ["Idempotency-Key"],
  streamDeliveries_headers: ["Last-Event-ID"],
};
