"""Load balancers of every type, certificates, distributions, web ACLs and Auto Scaling groups: some as they should be
and some not."""

import datetime

MODERN, OLD = "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"
ZONES = ["a", "b"]
REDIRECT = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
TO_HTTPS = {"Type": "redirect", "RedirectConfig": REDIRECT}
TO_HTTP = {"Type": "redirect", "RedirectConfig": {"Protocol": "#{protocol}", "Host": "new", "StatusCode": "HTTP_302"}}


def fixed(status):
    return {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": status, "ContentType": "text/plain"}}


def certificate(aws, name, days, region, in_use=True, elliptic=False):
    """A certificate that somebody else issued and that is valid for so many days more, fewer than none as well."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.x509.oid import NameOID
    from moto.acm.models import acm_backends

    key = ec.generate_private_key(ec.SECP256R1()) if elliptic else rsa.generate_private_key(65537, 2048)
    now = datetime.datetime.now(datetime.timezone.utc)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(issuer, issuer, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=400))
    made = builder.not_valid_after(now + datetime.timedelta(days=days, hours=1)).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    text = key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    with aws.days_ago(100):
        imported = aws.client("acm", region).import_certificate(Certificate=made.public_bytes(pem), PrivateKey=text)
    arn = imported["CertificateArn"]
    if in_use:
        acm_backends[aws.account][region].set_certificate_in_use_by(arn, "web")
    return arn


def certificates(aws, region):
    certificate(aws, "soon.example.com", 29, region, elliptic=True)
    certificate(aws, "late.example.com", -12, region)
    certificate(aws, "spare.example.com", 3, region, in_use=False)
    aws.client("acm", region).request_certificate(DomainName="pending.example.com", ValidationMethod="DNS")
    return certificate(aws, "long.example.com", 200, region, in_use=False)


def balancers(aws, region, server_certificate):
    elb = aws.client("elbv2", region)
    own = aws.client("ec2", region).describe_subnets()["Subnets"]
    subnets = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in own}
    vpc = own[0]["VpcId"]

    def balancer(name, kind="application", zones=ZONES, tags=None, logs=False):
        tags = [{"Key": key, "Value": value} for key, value in (tags or {"team": "web"}).items()]
        placed = [subnets[region + zone] for zone in zones]
        made = elb.create_load_balancer(Name=name, Type=kind, Subnets=placed, Tags=tags)
        arn = made["LoadBalancers"][0]["LoadBalancerArn"]
        if logs:
            on = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": "elb-logs-" + aws.account}
            attributes = [{"Key": key, "Value": value} for key, value in on.items()]
            elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=attributes)
        return arn

    def targets(name, protocol):
        made = elb.create_target_group(Name=name, Protocol=protocol, Port=80, VpcId=vpc)
        return {"Type": "forward", "TargetGroupArn": made["TargetGroups"][0]["TargetGroupArn"]}

    def listener(arn, protocol, port, action, policy=None):
        more = {"SslPolicy": policy, "Certificates": [{"CertificateArn": server_certificate}]} if policy else {}
        made = elb.create_listener(LoadBalancerArn=arn, Protocol=protocol, Port=port, DefaultActions=[action], **more)
        return made["Listeners"][0]["ListenerArn"]

    def rule(arn, priority, action):
        paths = [{"Field": "path-pattern", "Values": [f"/{priority}/*"]}]
        elb.create_rule(ListenerArn=arn, Priority=priority, Conditions=paths, Actions=[action])

    pages, packets = targets("pages", "HTTP"), targets("packets", "TCP")

    web = balancer("web", logs=True)
    http = listener(web, "HTTP", 80, TO_HTTPS)
    rule(http, 10, fixed("404"))
    listener(web, "HTTPS", 443, pages, MODERN)

    leaky = balancer("leaky", zones=["a"])
    rule(listener(leaky, "HTTP", 80, TO_HTTPS), 10, pages)
    listener(leaky, "HTTP", 8080, fixed("200"))
    listener(leaky, "HTTP", 8081, TO_HTTP)
    listener(leaky, "HTTPS", 443, pages, OLD)
    listener(leaky, "HTTPS", 8443, pages, MODERN)

    listener(balancer("https-only", logs=True), "HTTPS", 443, pages, MODERN)
    balancer("idle")
    listener(balancer("tls", "network"), "TLS", 443, packets, "ELBSecurityPolicy-TLS13-1-3-2021-06")
    listener(balancer("tcp", "network"), "TCP", 443, packets)
    balancer("inspection", "gateway", zones=["a"], tags={"single-zone": "true"})
    balancer("inspection-untagged", "gateway", zones=["a"])


def classic_balancers(aws, region):
    elb = aws.client("elb", region)
    tls = {"LoadBalancerPort": 443, "InstanceProtocol": "HTTP", "InstancePort": 80}
    tls["SSLCertificateId"] = f"arn:aws:iam::{aws.account}:server-certificate/classic"

    def balancer(name, listener, zones=ZONES, negotiates=None, logs=False):
        placed = [region + zone for zone in zones]
        tags = [{"Key": "team", "Value": "web"}]
        elb.create_load_balancer(LoadBalancerName=name, Listeners=[listener], AvailabilityZones=placed, Tags=tags)
        if logs:
            log = {"Enabled": True, "S3BucketName": "elb-logs-" + aws.account, "EmitInterval": 5}
            elb.modify_load_balancer_attributes(LoadBalancerName=name, LoadBalancerAttributes={"AccessLog": log})
        if negotiates is None:
            return
        # AWS tells every attribute of a policy, those that are off too.
        known = ["Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1", "Protocol-TLSv1.2", "DES-CBC3-SHA"]
        known += ["ECDHE-RSA-AES128-GCM-SHA256", "Server-Defined-Cipher-Order"]
        on = {*negotiates, "ECDHE-RSA-AES128-GCM-SHA256", "Server-Defined-Cipher-Order"}
        values = [{"AttributeName": word, "AttributeValue": str(word in on).lower()} for word in known]
        values.append({"AttributeName": "Reference-Security-Policy", "AttributeValue": "none"})
        kind = "SSLNegotiationPolicyType"
        of = {"LoadBalancerName": name}
        elb.create_load_balancer_policy(PolicyName="tls", PolicyTypeName=kind, PolicyAttributes=values, **of)
        elb.create_lb_cookie_stickiness_policy(PolicyName="sticky", **of)
        elb.set_load_balancer_policies_of_listener(LoadBalancerPort=443, PolicyNames=["sticky", "tls"], **of)

    https, ssl = {"Protocol": "HTTPS", **tls}, {"Protocol": "SSL", **tls, "InstanceProtocol": "TCP"}
    http = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstanceProtocol": "HTTP", "InstancePort": 80}
    balancer("classic", https, negotiates=["Protocol-TLSv1.2"], logs=True)
    balancer("classic-old", ssl, zones=["a"], negotiates=["Protocol-TLSv1", "Protocol-TLSv1.2"])
    balancer("classic-3des", https, negotiates=["Protocol-TLSv1.2", "DES-CBC3-SHA"])
    # Of a listener that names no policy for negotiation nobody can say what it negotiates.
    balancer("classic-nameless", https)
    balancer("classic-http", http)


def distributions(aws):
    cloudfront = aws.client("cloudfront")
    made = {}

    def behavior(policy, **more):
        values = {"QueryString": False, "Cookies": {"Forward": "none"}}
        signers = {"Enabled": False, "Quantity": 0}
        base = {"TargetOriginId": "own", "ViewerProtocolPolicy": policy, "ForwardedValues": values}
        return {**base, "MinTTL": 0, "TrustedSigners": signers, **more}

    def distribution(name, default, images=None, enabled=True):
        ordered = [behavior(images, PathPattern="/images/*")] if images else []
        origin = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
        config = {
            "CallerReference": name,
            "Comment": name,
            "Enabled": enabled,
            "Aliases": {"Quantity": 1, "Items": [name + ".example.com"]},
            "DefaultCacheBehavior": behavior(default),
            "CacheBehaviors": {"Quantity": len(ordered), "Items": ordered},
            "Origins": {
                "Quantity": 1,
                "Items": [{"Id": "own", "DomainName": "own.example.com", "CustomOriginConfig": origin}],
            },
        }
        made[name] = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"]

    distribution("secure", "redirect-to-https", images="https-only")
    distribution("open", "allow-all")
    distribution("open-images", "https-only", images="allow-all")
    distribution("disabled", "allow-all", enabled=False)
    return made


LAKE = {}


def heed_log_scopes():
    """moto keeps the logging of web ACLs of CloudFront where nobody finds it, and knows of one owner of it only.

    Here ListLoggingConfigurations tells them by their scope, and those of Security Lake in accounts that have some.
    """
    import json

    from moto.wafv2.responses import WAFV2Response

    if getattr(WAFV2Response, "tickmark", False):
        return

    def list_logging_configurations(self):
        asked = json.loads(self.body)
        place = ":global/" if asked["Scope"] == "CLOUDFRONT" else ":regional/"
        owner = asked.get("LogScope", "CUSTOMER")
        kept = {"CUSTOMER": self.wafv2_backend.logging_configurations, "SECURITY_LAKE": LAKE.get(self.current_account, {})}
        told = [one.to_dict() for arn, one in kept.get(owner, {}).items() if place in arn and self.region in arn]
        for one in told:
            one["LogScope"] = owner
        return json.dumps({"LoggingConfigurations": [{k: v for k, v in one.items() if v is not None} for one in told]})

    WAFV2Response.list_logging_configurations = list_logging_configurations
    WAFV2Response.tickmark = True


def web_acls(aws, region):
    from moto.wafv2.models import FakeLoggingConfiguration

    heed_log_scopes()
    made = {}

    def acl(name, scope="REGIONAL", logs=False, region=region):
        waf = aws.client("wafv2", region)
        seen = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}
        made[name] = waf.create_web_acl(Name=name, Scope=scope, DefaultAction={"Allow": {}}, VisibilityConfig=seen)
        arn = made[name]["Summary"]["ARN"]
        if logs:
            to = [f"arn:aws:logs:{region}:{aws.account}:log-group:aws-waf-logs-{name}"]
            waf.put_logging_configuration(LoggingConfiguration={"ResourceArn": arn, "LogDestinationConfigs": to})
        return arn

    acl("logged", logs=True)
    acl("silent")
    acl("edge", "CLOUDFRONT", logs=True, region="us-east-1")
    acl("silent-edge", "CLOUDFRONT", region="us-east-1")
    lake = acl("lake")
    to = ["arn:aws:s3:::aws-waf-logs-security-lake"]
    LAKE[aws.account] = {lake: FakeLoggingConfiguration(lake, to, None, None, None)}


def groups(aws, region):
    from moto.autoscaling.models import autoscaling_backends

    scaling = aws.client("autoscaling", region)
    image = aws.client("ec2", region).describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    scaling.create_launch_configuration(LaunchConfigurationName="own", ImageId=image, InstanceType="t3.micro")

    def group(name, zones, **tags):
        listed = [{"Key": key, "Value": value, "PropagateAtLaunch": False} for key, value in tags.items()]
        zones = [region + zone for zone in zones]
        launch = {"LaunchConfigurationName": "own", "MinSize": 0, "MaxSize": 2, "AvailabilityZones": zones}
        scaling.create_auto_scaling_group(AutoScalingGroupName=name, Tags=listed, **launch)

    group("spread", ZONES)
    group("single", ["a"])
    group("pool-a", ["a"], **{"eks:cluster-name": "web"})
    group("pool-b", ["b"], **{"eks:cluster-name": "web"})
    group("narrow-pool", ["a"], **{"eks:cluster-name": "batch"})
    group("trial", ["a"], environment="non-production")
    group("leaving", ["a"])
    # moto deletes at once.
    autoscaling_backends[aws.account][region].autoscaling_groups["leaving"].status = "Delete in progress"


def seed(aws, region="us-east-1"):
    balancers(aws, region, certificates(aws, region))
    classic_balancers(aws, region)
    web_acls(aws, region)
    groups(aws, region)
    return {"distributions": distributions(aws)}
