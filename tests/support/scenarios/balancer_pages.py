"""Listings of two pages each, in which what matters is on the second; in place of moto's own."""

PLACE = "arn:aws:elasticloadbalancing:{region}:{account}:"


def seed(aws, region="us-east-1"):
    place = PLACE.format(region=region, account=aws.account)

    def pages(service, operation, token, first, second, sent=None, **when):
        """`token`: the name under which an answer tells where the next page begins; `sent`: under which it is asked for."""
        sent = sent or token
        # An answer may have its list in a list of its own.
        wrapped = operation == "ListDistributions"
        shape = (lambda page: {"DistributionList": page}) if wrapped else (lambda page: page)
        aws.answer(service, operation, shape({**first, token: "two"}), region=region, when={**when, sent: None})
        aws.answer(service, operation, shape(second), region=region, when={**when, sent: "two"})

    def balancer(name):
        zones = [{"ZoneName": region + zone} for zone in "ab"]
        arn = f"{place}loadbalancer/app/{name}/50dc6c495c0c9188"
        return {"LoadBalancerArn": arn, "LoadBalancerName": name, "Type": "application", "AvailabilityZones": zones}

    def listener(port, protocol, action, **more):
        arn = f"{place}listener/app/second/50dc6c495c0c9188/{port}"
        return {"ListenerArn": arn, "Port": port, "Protocol": protocol, "DefaultActions": [{"Type": action}], **more}

    def policy(name, *versions):
        return {"Name": name, "SslProtocols": versions, "Ciphers": [{"Name": "ECDHE-RSA-AES128-GCM-SHA256", "Priority": 1}]}

    def rule(priority, status):
        answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": status}}
        return {"RuleArn": f"{place}listener-rule/{priority}", "Priority": priority, "Actions": [answer]}

    first, second, gateway = balancer("first"), balancer("second"), {**balancer("gateway"), "Type": "gateway"}
    rest = {"LoadBalancers": [second, gateway]}
    pages("elbv2", "DescribeLoadBalancers", "NextMarker", {"LoadBalancers": [first]}, rest, "Marker")
    http = listener(80, "HTTP", "redirect")
    http["DefaultActions"][0]["RedirectConfig"] = {"Protocol": "HTTPS", "StatusCode": "HTTP_301"}
    https = listener(443, "HTTPS", "forward", SslPolicy="AtLast")
    aws.answer("elbv2", "DescribeListeners", {"Listeners": []}, region=region)
    # A listener of every port and packet.
    every = {"Listeners": [{"ListenerArn": place + "listener/gwy/gateway/1", "DefaultActions": [{"Type": "forward"}]}]}
    of = {"LoadBalancerArn": gateway["LoadBalancerArn"]}
    aws.answer("elbv2", "DescribeListeners", every, region=region, when=of)
    of = {"LoadBalancerArn": second["LoadBalancerArn"]}
    pages("elbv2", "DescribeListeners", "NextMarker", {"Listeners": [http]}, {"Listeners": [https]}, "Marker", **of)
    pages("elbv2", "DescribeRules", "NextMarker", {"Rules": [rule("1", "404")]}, {"Rules": [rule("2", "200")]}, "Marker")
    policies = {"SslPolicies": [policy("AtFirst", "TLSv1.2")]}, {"SslPolicies": [policy("AtLast", "TLSv1", "TLSv1.2")]}
    pages("elbv2", "DescribeSSLPolicies", "NextMarker", *policies, "Marker")
    attributes = {"Attributes": [{"Key": "access_logs.s3.enabled", "Value": "false"}]}
    aws.answer("elbv2", "DescribeLoadBalancerAttributes", attributes, region=region)
    tags = [{"ResourceArn": one["LoadBalancerArn"], "Tags": []} for one in (first, second, gateway)]
    aws.answer("elbv2", "DescribeTags", {"TagDescriptions": tags}, region=region)

    def classic(name):
        listeners = [{"Listener": {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}}]
        zones = [region + "a", region + "b"]
        one = {"LoadBalancerName": name, "ListenerDescriptions": listeners, "AvailabilityZones": zones}
        return {"LoadBalancerDescriptions": [one]}

    pages("elb", "DescribeLoadBalancers", "NextMarker", classic("classic-first"), classic("classic-second"), "Marker")
    off = {"LoadBalancerAttributes": {"AccessLog": {"Enabled": False}}}
    aws.answer("elb", "DescribeLoadBalancerAttributes", off, region=region)
    tags = [{"LoadBalancerName": name, "Tags": []} for name in ("classic-first", "classic-second")]
    aws.answer("elb", "DescribeTags", {"TagDescriptions": tags}, region=region)

    def certificate(name):
        one = {"CertificateArn": f"arn:aws:acm:{region}:{aws.account}:certificate/{name}", "DomainName": name}
        one |= {"Status": "EXPIRED", "Type": "IMPORTED", "KeyAlgorithm": "RSA_4096", "InUse": True, "NotAfter": 1700000000}
        return {"CertificateSummaryList": [one]}

    pages("acm", "ListCertificates", "NextToken", certificate("first"), certificate("second"))

    def acl(name):
        return {"Name": name, "ARN": f"arn:aws:wafv2:{region}:{aws.account}:regional/webacl/{name}/1"}

    first, second = acl("first"), acl("second")
    scope = {"Scope": "REGIONAL"}
    aws.answer("wafv2", "ListWebACLs", {"WebACLs": []}, region=region)
    pages("wafv2", "ListWebACLs", "NextMarker", {"WebACLs": [first]}, {"WebACLs": [second]}, **scope)

    def logging(of, to):
        return {"LoggingConfigurations": [{"ResourceArn": of["ARN"], "LogDestinationConfigs": ["arn:aws:s3:::" + to]}]}

    aws.answer("wafv2", "ListLoggingConfigurations", {"LoggingConfigurations": []}, region=region)
    scope = {**scope, "LogScope": "CUSTOMER"}
    logged = logging(acl("other"), "aws-waf-logs-other"), logging(second, "aws-waf-logs-second")
    pages("wafv2", "ListLoggingConfigurations", "NextMarker", *logged, **scope)

    def group(name):
        arn = f"arn:aws:autoscaling:{region}:{aws.account}:autoScalingGroup:1:autoScalingGroupName/{name}"
        one = {"AutoScalingGroupName": name, "AutoScalingGroupARN": arn, "AvailabilityZones": [region + "a"]}
        return {"AutoScalingGroups": [one]}

    pages("autoscaling", "DescribeAutoScalingGroups", "NextToken", group("first"), group("second"))

    def distribution(name, **more):
        behavior = {"TargetOriginId": "own", "ViewerProtocolPolicy": "allow-all"}
        arn = f"arn:aws:cloudfront::{aws.account}:distribution/{name}"
        one = {"Id": name, "ARN": arn, "DomainName": name, "Enabled": True, "DefaultCacheBehavior": behavior}
        return {"Quantity": 1, "Items": [one], "Marker": "", "MaxItems": 1, **more}

    first, second = distribution("FIRST", IsTruncated=True), distribution("SECOND", IsTruncated=False)
    pages("cloudfront", "ListDistributions", "NextMarker", first, second, "Marker")
