"""Databases and data warehouses of one region, some as they should be and some not, and snapshots of each sort."""

PASSWORD = "not-a-secret-1"


class Network:
    """A VPC with a subnet behind an internet gateway and one that leads nowhere, and groups that open a port or none."""

    def __init__(self, aws, region):
        ec2 = aws.client("ec2", region)
        vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        zones = [region + "a", region + "b"]
        self.subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{n}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
            for n, zone in enumerate(zones)
        ]
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=self.subnets[0])
        ec2.create_route(RouteTableId=table, GatewayId=gateway, DestinationCidrBlock="0.0.0.0/0")

        def group(name, ports, source):
            made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
            low, high = ports
            permission = {"IpProtocol": "tcp", "FromPort": low, "ToPort": high, "IpRanges": [{"CidrIp": source}]}
            ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[permission])
            return made

        self.open = group("databases-open", (3000, 6000), "0.0.0.0/0")
        self.closed = group("databases-closed", (3000, 6000), "10.0.0.0/8")


def tags(pairs):
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def instances(rds, backend, network):
    rds.create_db_subnet_group(
        DBSubnetGroupName="databases", DBSubnetGroupDescription="databases", SubnetIds=network.subnets
    )

    def instance(name, engine, group, logs, good=True, public=False, **pairs):
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            Engine=engine,
            EngineVersion="16.4",
            DBInstanceClass="db.t3.micro",
            AllocatedStorage=20,
            MasterUsername="main",
            MasterUserPassword=PASSWORD,
            DBSubnetGroupName="databases",
            VpcSecurityGroupIds=[group],
            PubliclyAccessible=public,
            StorageEncrypted=good,
            BackupRetentionPeriod=7 if good else 0,
            DeletionProtection=good,
            MultiAZ=good,
            EnableCloudwatchLogsExports=logs,
            Tags=tags(pairs),
        )
        return backend.databases[name]

    instance("orders", "postgres", network.closed, ["postgresql"])
    instance("plain", "mysql", network.open, ["error"], good=False, public=True)
    instance("ledger", "oracle-se2", network.closed, ["alert", "audit"], public=True)
    instance("lab", "sqlserver-ex", network.closed, ["agent"], good=False, Environment="dev")
    owned = instance("owned-key", "mariadb", network.closed, ["audit", "error", "general"])
    # With a key that AWS owns the older member says that nothing is encrypted; moto knows no other member.
    owned.storage_encrypted, owned.storage_encryption_type = False, "sse-rds"
    instance("custom", "sqlserver-se", network.closed, []).engine = "custom-sqlserver-se"
    rds.create_db_instance_read_replica(DBInstanceIdentifier="orders-replica", SourceDBInstanceIdentifier="orders")
    replica = backend.databases["orders-replica"]
    replica.source_db_instance_identifier = "orders"
    replica.multi_az, replica.deletion_protection, replica.backup_retention_period = False, False, 0


def clusters(rds, backend, region):
    def cluster(name, engine="aurora-postgresql", zones="", good=True, mode="provisioned", pairs=None):
        # moto takes no DocumentDB: it is told afterwards that it has one.
        taken = engine if engine != "docdb" else "aurora-mysql"
        rds.create_db_cluster(
            DBClusterIdentifier=name,
            Engine=taken,
            EngineMode=mode,
            MasterUsername="main",
            MasterUserPassword=PASSWORD,
            StorageEncrypted=good,
            BackupRetentionPeriod=7 if good else 1,
            Tags=tags(pairs or {}),
        )
        made = backend.clusters[name]
        for number, zone in enumerate(zones):
            member = f"{name}-{number}"
            rds.create_db_instance(
                DBInstanceIdentifier=member,
                DBClusterIdentifier=name,
                Engine=taken,
                DBInstanceClass="db.r6g.large",
                AvailabilityZone=region + zone,
                PubliclyAccessible=False,
            )
            backend.databases[member].engine = engine
        made.engine = engine
        return made

    cluster("shop", zones="ab").cluster_scalability_type = "standard"
    cluster("single", zones="a", good=False)
    cluster("documents", engine="docdb", zones="aa")
    cluster("graph", engine="neptune", zones="bc")
    cluster("lab", zones="a", pairs={"env": "test"})
    cluster("v1", mode="serverless")
    secondary = cluster("secondary", zones="a", good=False)
    secondary.replication_source_identifier = "arn:aws:rds:eu-west-1:123456789012:cluster:primary"
    secondary.global_cluster_identifier = "everywhere"
    owned = cluster("owned-key", zones="ab")
    owned.storage_encrypted, owned.storage_encryption_type = False, "sse-rds"


def snapshots(rds, backend):
    def share(modify, accounts, **snapshot):
        if accounts:
            modify(AttributeName="restore", ValuesToAdd=accounts, **snapshot)

    def of_instance(source, name, shared=()):
        rds.create_db_snapshot(DBInstanceIdentifier=source, DBSnapshotIdentifier=name)
        share(rds.modify_db_snapshot_attribute, shared, DBSnapshotIdentifier=name)
        return backend.database_snapshots[name]

    def of_cluster(source, name, shared=()):
        rds.create_db_cluster_snapshot(DBClusterIdentifier=source, DBClusterSnapshotIdentifier=name)
        share(rds.modify_db_cluster_snapshot_attribute, shared, DBClusterSnapshotIdentifier=name)

    # moto has taken automated snapshots by itself, whose names tell the time.
    backend.database_snapshots.clear()
    backend.cluster_snapshots.clear()
    of_instance("orders", "orders-kept")
    of_instance("orders", "orders-shared", shared=["210987654321"])
    of_instance("plain", "plain-public", shared=["all"])
    owned = of_instance("owned-key", "owned-key-kept")
    owned.encrypted, owned.storage_encryption_type = False, "sse-rds"
    backend.create_auto_snapshot("orders", "rds:orders-2024-12-31-03-10")
    backend.create_db_snapshot("orders", "awsbackup:job-1", snapshot_type="awsbackup")
    of_cluster("shop", "shop-kept")
    of_cluster("documents", "documents-public", shared=["all"])
    of_cluster("single", "single-plain")
    backend.create_auto_cluster_snapshot("graph", "rds:graph-2024-12-31-03-10")


def list_by_type():
    """moto lists every type of snapshot where none is asked for; AWS leaves those of AWS Backup out."""
    from moto.rds.models import RDSBackend

    describe = RDSBackend.describe_db_snapshots
    if getattr(describe, "by_type", False):
        return

    def describe_db_snapshots(
        self, db_instance_identifier, db_snapshot_identifier=None, snapshot_type=None, filters=None
    ):
        found = describe(self, db_instance_identifier, db_snapshot_identifier, snapshot_type, filters)
        return [one for one in found if snapshot_type or one.snapshot_type in ("automated", "manual")]

    describe_db_snapshots.by_type = True
    RDSBackend.describe_db_snapshots = describe_db_snapshots


def warehouses(aws, region, network):
    redshift = aws.client("redshift", region)
    redshift.create_cluster_subnet_group(
        ClusterSubnetGroupName="warehouses", Description="warehouses", SubnetIds=network.subnets
    )

    def warehouse(name, group, encrypted=True, public=False):
        redshift.create_cluster(
            ClusterIdentifier=name,
            NodeType="ra3.xlplus",
            MasterUsername="main",
            MasterUserPassword=PASSWORD,
            ClusterSubnetGroupName="warehouses",
            VpcSecurityGroupIds=[group],
            Encrypted=encrypted,
            PubliclyAccessible=public,
            KmsKeyId="arn:aws:kms:us-east-1:123456789012:key/1" if encrypted else "",
            Tags=tags({"Name": name}),
        )

    warehouse("sales", network.closed)
    warehouse("open", network.open, encrypted=False, public=True)
    warehouse("paused", network.closed, public=True)
    redshift.pause_cluster(ClusterIdentifier="paused")


def seed(aws, region="us-east-1"):
    from moto.rds import rds_backends

    list_by_type()
    network = Network(aws, region)
    rds, backend = aws.client("rds", region), rds_backends[aws.account][region]
    instances(rds, backend, network)
    clusters(rds, backend, region)
    snapshots(rds, backend)
    warehouses(aws, region, network)
    return {"subnets": network.subnets, "open": network.open, "closed": network.closed}
