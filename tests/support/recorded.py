"""Answers in place of moto's: what moto lacks, given as a dictionary and sent in the shape of AWS's own model.

    aws.answer("guardduty", "ListFindings", {"FindingIds": ["a"]}, when={"DetectorId": "1"})
    aws.answer("lambda", "GetPolicy", error=("ResourceNotFoundException", 404))

The last answer whose `when` fits is sent; a member of `when` that is None must be absent (a first page).
"""

import json
import re
import urllib.parse

ANSWERS = []


def place_of(environ):
    """Access key, region and signing name of a request."""
    found = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    return found.groups() if found else (None, None, None)


class Answer:
    """One recorded answer of one operation in one account and region."""

    def __init__(self, key, region, service, operation, result, error, when):
        # moto's own reading of botocore's models, which its serialisers ask for.
        from moto.core.utils import get_service_model

        self.model = get_service_model(service).operation_model(operation)
        self.place = (key, region, self.model.service_model.signing_name)
        self.result, self.error, self.when = result, error, when or {}
        uri, _, query = self.model.http.get("requestUri", "/").partition("?")
        uri = uri.rstrip("/")
        # What S3 tells its operations apart by.
        self.query = {name for name, _ in urllib.parse.parse_qsl(query, keep_blank_values=True)}
        names = re.findall(r"\{([^}+]+)\+?\}", uri)
        pattern = re.sub(r"\\\{[^}]+?(\\\+)?\\\}", lambda found: "(.+)" if found[1] else "([^/]+)", re.escape(uri))
        self.labels, self.path = names, re.compile(pattern + "/?$")

    def parameters(self, environ, body):
        """What the request asks with, or None if it is another operation's."""
        protocol = self.model.service_model.metadata["protocol"]
        if protocol in ("query", "ec2"):
            form = dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace")))
            # Both generations of Elastic Load Balancing have operations of these names, and one name in signatures.
            version = self.model.service_model.api_version
            return form if (form.get("Action"), form.get("Version")) == (self.model.name, version) else None
        fields = json.loads(body) if body[:1] == b"{" else {}
        if protocol in ("json", "smithy-rpc-v2-cbor"):
            return fields if environ.get("HTTP_X_AMZ_TARGET", "").endswith("." + self.model.name) else None
        raw = environ.get("RAW_URI", environ.get("PATH_INFO", "")).split("?")[0]
        found = self.path.fullmatch(raw)
        asked = dict(urllib.parse.parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        if environ["REQUEST_METHOD"] != self.model.http["method"] or not found or not self.query <= asked.keys():
            return None
        labels = dict(zip(self.labels, map(urllib.parse.unquote, found.groups())))
        # Names of the wire, and of the model where they differ.
        members = self.model.input_shape.members.items() if self.model.input_shape else ()
        sent = {**asked, **fields, **labels}
        wire = {shape.serialization.get("name", name): name for name, shape in members}
        return {**sent, **{wire[name]: value for name, value in sent.items() if name in wire}}

    def fits(self, place, environ, body):
        if place != self.place:
            return False
        sent = self.parameters(environ, body)
        return sent is not None and all(sent.get(name) == value for name, value in self.when.items())

    def send(self, start_response):
        from moto.core.serialize import get_serializer_class

        service = self.model.service_model
        if self.error:
            code, status = self.error[0], self.error[1]
            message = self.error[2] if len(self.error) > 2 else code
            # Every one of the protocols finds its own among these.
            xml = service.metadata["protocol"] in ("query", "ec2", "rest-xml")
            inner = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            text = f"<ErrorResponse>{inner}</ErrorResponse>"
            if service.metadata["protocol"] == "ec2":
                text = f"<Response><Errors>{inner}</Errors></Response>"
            body = text if xml else json.dumps({"__type": code, "message": message})
            headers = {"Content-Type": "text/xml" if xml else "application/json", "x-amzn-ErrorType": code}
        else:
            protocol = service.metadata["protocol"].replace("smithy-rpc-v2-cbor", "json")
            made = get_serializer_class(service.service_name, protocol)(self.model).serialize(self.result)
            status, headers, body = made["status_code"], made["headers"], made["body"]
        data = body.encode() if isinstance(body, str) else body
        headers = {**headers, "Content-Length": str(len(data))}
        start_response(f"{status} Recorded", [(name, str(value)) for name, value in headers.items()])
        return [data]


def find(environ):
    """The recorded answer to a request; the body, which is read for it, is put back."""
    import io

    place = place_of(environ)
    if not any(answer.place == place for answer in ANSWERS):
        return None
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return next((answer for answer in reversed(ANSWERS) if answer.fits(place, environ, body)), None)
