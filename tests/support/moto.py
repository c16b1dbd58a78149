"""A moto server for one test process, and the boto3 hand that seeds it.

Prints one line of JSON, `{"port": N}`, on stdout when it is ready. Then each line of JSON on stdin is
one order and each line on stdout its answer:

    {"account": "210000000001", "scenario": "buckets", "args": {...}}  ->  {"ok": VALUE} | {"error": TEXT}
    {"account": "210000000001", "keys": true}                          ->  {"ok": {"id", "secret", "token"}}

It ends when stdin closes, so it cannot outlive the tests. Everything else goes to stderr.

The clock: `datetime.datetime` and `datetime.date` are replaced by subclasses and `time.time` by a wrapper,
before moto is imported, so that every `from datetime import datetime` in moto (and moto's `utcnow`) sees
them. They subtract `--clock-back` days, plus what the request asks for in the header
`x-tickmark-clock-back` (in days; scenarios set it through `aws.days_ago`). The second part is local to the
thread that serves the request. The Date header of responses keeps the true time, so no client sees a skew.
"""

import argparse
import contextlib
import copy
import datetime
import importlib.util
import json
import logging
import os
import re
import sys
import threading
import time
import traceback

# This file is called like the package that it starts: its folder must not be where imports are looked for.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [path for path in sys.path if os.path.abspath(path) != HERE]


def load(name, path):
    """The module in a file outside of where imports are looked for."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


recorded = load("recorded", os.path.join(HERE, "recorded.py"))
cbor = load("cbor", os.path.join(HERE, "cbor.py"))

HEADER = "x-tickmark-clock-back"
TRUE_TIME = time.time
LOCAL = threading.local()


def settle_cryptography():
    """cryptography asks once what a datetime is, when it first makes a certificate: it must learn the true class."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.datetime.now()
    x509.CertificateBuilder(name, name, key.public_key(), 1, now, now).sign(key, hashes.SHA256())


def patch_clock(days_back):
    """Replaces the clock of this process; must run before moto is imported."""

    def offset():
        return days_back + getattr(LOCAL, "days", 0.0)

    true_datetime, true_date = datetime.datetime, datetime.date

    # Objects made before, or in C, are of the true classes: they must still pass `isinstance`.
    class DateMeta(type):
        def __instancecheck__(cls, value):
            return isinstance(value, true_date)

    class DatetimeMeta(DateMeta):
        def __instancecheck__(cls, value):
            return isinstance(value, true_datetime)

    class Date(true_date, metaclass=DateMeta):
        @classmethod
        def today(cls):
            return true_date.fromtimestamp(time.time())

    class Datetime(true_datetime, metaclass=DatetimeMeta):
        @classmethod
        def now(cls, tz=None):
            return true_datetime.now(tz) - datetime.timedelta(days=offset())

        @classmethod
        def utcnow(cls):
            return cls.now(datetime.timezone.utc).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.now()

    datetime.datetime, datetime.date = Datetime, Date
    time.time = lambda: TRUE_TIME() - offset() * 86400


def patch_credential_report():
    """moto dates every credential report in 2015 and leaves root out; here it bears the time at which it was
    generated, and begins with root as AWS's do."""
    from moto.core.responses import ActionResult
    from moto.core.utils import utcnow
    from moto.iam.models import IAMBackend
    from moto.iam.responses import IamResponse

    generate = IAMBackend.generate_report

    def generate_report(self):
        generate(self)
        self.tickmark_report_time = utcnow()

    def get_credential_report(self):
        head, *rows = self.backend.get_credential_report().splitlines()
        root = f"<root_account>,arn:aws:iam::{self.current_account}:root,2019-03-01T09:00:00+00:00,not_supported,"
        root += "2024-02-03T10:11:12+00:00,not_supported,not_supported,true"
        root += ",false,2019-03-02T09:00:00+00:00,2019-03-03T09:00:00+00:00,us-east-1,iam" * 2
        content = "\n".join([head, root + ",false,N/A" * 2, *rows]) + "\n"
        when = self.backend.tickmark_report_time.strftime("%Y-%m-%dT%H:%M:%SZ")
        return ActionResult({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": when})

    IAMBackend.generate_report = generate_report
    IamResponse.get_credential_report = get_credential_report


# Roots of S3's answers that are named neither after the operation nor after the shape.
S3_ROOTS = {
    "GetBucketAcl": "AccessControlPolicy",
    "GetBucketLifecycleConfiguration": "LifecycleConfiguration",
    "GetBucketLogging": "BucketLoggingStatus",
    "GetBucketTagging": "Tagging",
    "GetBucketVersioning": "VersioningConfiguration",
}


def patch_s3_roots():
    """moto names the root of some of S3's and S3 Control's answers after the operation; AWS, and the SDK for Rust, do
    not."""
    from moto.core.serialize import BaseXMLSerializer

    for serializer in (BaseXMLSerializer, *BaseXMLSerializer.__subclasses__()):
        if "_serialized_result_to_response" not in vars(serializer):
            continue
        serialize = serializer._serialized_result_to_response

        def patched(self, resp, result, shape, serialized, serialize=serialize):
            service = self.operation_model.service_model.service_name
            if shape is not None and "payload" not in shape.serialization:
                if service == "s3control":
                    shape.serialization["resultWrapper"] = shape.name
                elif service == "s3" and self.operation_model.name in S3_ROOTS:
                    shape.serialization["resultWrapper"] = S3_ROOTS[self.operation_model.name]
            return serialize(self, resp, result, shape, serialized)

        serializer._serialized_result_to_response = patched


def patch_kms_replicas():
    """moto's replica of a key shares its primary's configuration, and calling the one a replica makes the other one."""
    from moto.kms.models import KmsBackend

    replicate = KmsBackend.replicate_key

    def replicate_key(self, *args, **kwargs):
        replica = replicate(self, *args, **kwargs)
        replica.multi_region_configuration = copy.deepcopy(replica.multi_region_configuration)
        return replica

    KmsBackend.replicate_key = replicate_key


def serve(seed):
    """Starts the server in the background and returns its port."""
    from moto.moto_api._internal import mock_random
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    patch_credential_report()
    patch_s3_roots()
    patch_kms_replicas()
    if seed is not None:
        mock_random.seed(seed)
    moto = DomainDispatcherApplication(create_backend_app)
    key = "HTTP_" + HEADER.upper().replace("-", "_")

    def app(environ, start_response):
        LOCAL.days = float(environ.get(key, 0))
        answer = recorded.find(environ)
        if answer:
            return answer.send(start_response)
        try:
            return moto(environ, start_response)
        finally:
            LOCAL.days = 0.0

    class Handler(MotoRequestHandler):
        def date_time_string(self, timestamp=None):
            return super().date_time_string(TRUE_TIME() if timestamp is None else timestamp)

        def log_request(self, *_):
            pass

    server = make_server("127.0.0.1", 0, cbor.shim(app), threaded=True, request_handler=Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Aws:
    """What a scenario gets: boto3 clients of one account, and the clock of what they create."""

    def __init__(self, endpoint, account, keys):
        self.endpoint, self.account, self.keys, self.days = endpoint, account, keys, 0

    def client(self, service, region="us-east-1"):
        import boto3
        from botocore.config import Config

        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, inject_host_prefix=False)
        client = boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            config=config,
            aws_access_key_id=self.keys["id"],
            aws_secret_access_key=self.keys["secret"],
            aws_session_token=self.keys["token"],
        )

        def set_clock(request, **_):
            request.headers[HEADER] = str(self.days)

        client.meta.events.register("before-sign", set_clock)
        if service == "s3control":
            # The endpoint rules put the account id before the host, and that name does not resolve.
            def drop_prefix(request, **_):
                request.url = request.url.replace(f"//{self.account}.", "//", 1)

            client.meta.events.register("before-sign", drop_prefix)
        return client

    def answer(self, service, operation, result=None, region="us-east-1", error=None, when=None):
        """Has an operation answered so, in place of moto: `service` as boto3 calls it; see recorded.py."""
        key = self.keys["id"]
        recorded.ANSWERS.append(recorded.Answer(key, region, service, operation, result or {}, error, when))

    def in_two_pages(self, service, operation, member, token="NextToken", region="us-east-1", more=(), **when):
        """Has what moto answers told in two pages, the first of which holds the first of several, or nothing; the lists
        that are in it besides are `more`.
        """
        method = re.sub(r"(?<!^)([A-Z])", r"_\1", operation).lower()
        told = getattr(self.client(service, region), method)(**when)
        first = told[member][: min(1, len(told[member]) - 1)]
        pages = {None: {member: first, **{name: [] for name in more}, token: "2"}}
        pages["2"] = {member: told[member][len(first) :], **{name: told[name] for name in more}}
        for asked, page in pages.items():
            self.answer(service, operation, page, region=region, when={**when, token: asked})

    @contextlib.contextmanager
    def days_ago(self, days):
        """What is created within is `days` old (on top of --clock-back)."""
        before, self.days = self.days, days
        try:
            yield
        finally:
            self.days = before


class Orders:
    """Answers the orders of the test process."""

    def __init__(self, port, scenarios):
        self.endpoint, self.scenarios = f"http://127.0.0.1:{port}", scenarios
        self.keys, self.modules = {}, {}

    def keys_of(self, account):
        """Keys of a role in that account: moto serves to each key the account that it belongs to."""
        if account not in self.keys:
            import boto3

            sts = boto3.client(
                "sts",
                region_name="us-east-1",
                endpoint_url=self.endpoint,
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )
            role = f"arn:aws:iam::{account}:role/tickmark"
            keys = sts.assume_role(RoleArn=role, RoleSessionName="tests")["Credentials"]
            names = {"id": "AccessKeyId", "secret": "SecretAccessKey", "token": "SessionToken"}
            self.keys[account] = {short: keys[name] for short, name in names.items()}
        return self.keys[account]

    def module(self, name):
        if name not in self.modules:
            self.modules[name] = load("scenario_" + name, os.path.join(self.scenarios, name + ".py"))
        return self.modules[name]

    def answer(self, order):
        keys = self.keys_of(order["account"])
        if order.get("keys"):
            return keys
        aws = Aws(self.endpoint, order["account"], keys)
        return self.module(order["scenario"]).seed(aws, **order.get("args", {}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clock-back", type=float, default=0.0, metavar="DAYS")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--scenarios", default=os.path.join(HERE, "scenarios"))
    args = parser.parse_args()

    # Keys of the person who runs the tests must not be looked at, and local time must be UTC for `now()`.
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(TZ="UTC", AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull)
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    if hasattr(time, "tzset"):
        time.tzset()
    # Answers go to the true stdout; whatever else prints goes to stderr.
    out, sys.stdout = sys.stdout, sys.stderr
    sys.dont_write_bytecode = True
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    settle_cryptography()
    patch_clock(args.clock_back)
    port = serve(args.seed)
    print(json.dumps({"port": port}), file=out, flush=True)

    orders = Orders(port, args.scenarios)
    for line in sys.stdin:
        try:
            answer = {"ok": orders.answer(json.loads(line))}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer, default=str), file=out, flush=True)
    # Without waiting for the server's threads: nobody is left to serve.
    os._exit(0)


if __name__ == "__main__":
    main()
