"""Smithy's RPC v2 with CBOR in front of what speaks JSON: CloudWatch's newer clients send the one, moto has the other.

A request becomes one of AWS JSON, and the answer to it is written in CBOR, both by botocore's own reading of the
service's model.
"""

import io
import re

PATH = re.compile(r"/service/([^/]+)/operation/([^/]+)/?")

# By the name that is in the path, the service as boto3 calls it.
SERVICES = {"GraniteServiceVersion20100801": "cloudwatch"}


def shim(app):
    """`app` for requests of any protocol, where it has all but CBOR itself."""

    def shimmed(environ, start_response):
        found = PATH.fullmatch(environ.get("PATH_INFO", ""))
        if not found or environ.get("HTTP_SMITHY_PROTOCOL") != "rpc-v2-cbor":
            return app(environ, start_response)
        target, operation = found.groups()
        as_json(environ, target, operation)
        answer = {}

        def started(status, headers, exc_info=None):
            answer.update(status=status, headers=dict(headers))

        body = b"".join(app(environ, started))
        status = int(answer["status"].split()[0])
        data = in_cbor(SERVICES[target], operation, status, answer["headers"], body)
        kept = [(name, value) for name, value in answer["headers"].items() if name.lower().startswith(("date", "x-amz"))]
        own = [("smithy-protocol", "rpc-v2-cbor"), ("Content-Type", "application/cbor"), ("Content-Length", str(len(data)))]
        start_response(answer["status"], kept + own)
        return [data]

    return shimmed


def as_json(environ, target, operation):
    """Makes a request in CBOR one in JSON."""
    import json

    from botocore.parsers import RpcV2CBORParser

    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    parser = RpcV2CBORParser()
    fields = parser.parse_data_item(parser.get_peekable_stream_from_bytes(body)) if body else {}
    data = json.dumps(fields, default=lambda moment: moment.timestamp()).encode()
    for name in ("PATH_INFO", "RAW_URI", "REQUEST_URI"):
        environ[name] = "/"
    environ.update(
        {
            "CONTENT_TYPE": "application/x-amz-json-1.0",
            "CONTENT_LENGTH": str(len(data)),
            "HTTP_X_AMZ_TARGET": f"{target}.{operation}",
            "wsgi.input": io.BytesIO(data),
        }
    )
    del environ["HTTP_SMITHY_PROTOCOL"]


def in_cbor(service, operation, status, headers, body):
    """The body of an answer in JSON, in CBOR."""
    import json

    from botocore.parsers import JSONParser
    from botocore.serialize import RpcV2CBORSerializer
    from botocore.session import Session

    serializer, data = RpcV2CBORSerializer(), bytearray()
    if status >= 400:
        fields = json.loads(body) if body[:1] == b"{" else {}
        code = str(fields.get("__type") or headers.get("x-amzn-ErrorType") or "InternalFailure")
        message = str(fields.get("message") or fields.get("Message") or code)
        return b"\xa2" + b"".join(text(serializer, word) for word in ("__type", code, "message", message))
    shape = Session().get_service_model(service).operation_model(operation).output_shape
    if shape is None:
        return b"\xa0"
    parsed = JSONParser().parse({"status_code": status, "headers": {}, "body": body}, shape)
    parsed.pop("ResponseMetadata", None)
    serializer._serialize_data_item(data, parsed, shape)
    return bytes(data)


def text(serializer, word):
    data = bytearray()
    serializer._serialize_type_string(data, word, None, None)
    return bytes(data)
