"""Two pages of each listing of databases and warehouses, the second of which holds what fails."""


def seed(aws, region="us-east-1"):
    def pages(service, operation, member, first, second, **when):
        for asked, items, marker in ((None, first, "next"), ("next", second, None)):
            answer = {member: items, **({"Marker": marker} if marker else {})}
            aws.answer(service, operation, answer, region=region, when={**when, "Marker": asked})

    def arn(kind, name):
        return f"arn:aws:rds:{region}:{aws.account}:{kind}:{name}"

    def instance(name, encrypted):
        return {
            "DBInstanceIdentifier": name,
            "DBInstanceArn": arn("db", name),
            "Engine": "postgres",
            "StorageEncrypted": encrypted,
        }

    pages("rds", "DescribeDBInstances", "DBInstances", [instance("first", True)], [instance("second", False)])

    def cluster(name, encrypted):
        return {
            "DBClusterIdentifier": name,
            "DBClusterArn": arn("cluster", name),
            "Engine": "docdb",
            "StorageEncrypted": encrypted,
        }

    pages("rds", "DescribeDBClusters", "DBClusters", [cluster("first", True)], [cluster("second", False)])

    def snapshot(name, encrypted, kind="automated"):
        return {
            "DBSnapshotIdentifier": name,
            "DBSnapshotArn": arn("snapshot", name),
            "SnapshotType": kind,
            "Encrypted": encrypted,
        }

    own = [snapshot("rds:first", True)], [snapshot("rds:second", False)]
    # What AWS Backup took may be listed a second time without being another snapshot.
    backup = [snapshot("rds:first", True)], [snapshot("awsbackup:second", False, "awsbackup")]
    pages("rds", "DescribeDBSnapshots", "DBSnapshots", *own, SnapshotType=None)
    pages("rds", "DescribeDBSnapshots", "DBSnapshots", *backup, SnapshotType="awsbackup")

    def of_cluster(name, encrypted):
        return {
            "DBClusterSnapshotIdentifier": name,
            "DBClusterSnapshotArn": arn("cluster-snapshot", name),
            "SnapshotType": "automated",
            "StorageEncrypted": encrypted,
        }

    both = [of_cluster("rds:cluster-first", True)], [of_cluster("rds:cluster-second", False)]
    pages("rds", "DescribeDBClusterSnapshots", "DBClusterSnapshots", *both)

    def warehouse(name, encrypted):
        return {
            "ClusterIdentifier": name,
            "Encrypted": encrypted,
            "PubliclyAccessible": not encrypted,
            "ClusterSubnetGroupName": name,
        }

    pages("redshift", "DescribeClusters", "Clusters", [warehouse("first", True)], [warehouse("second", False)])

    def group(name):
        return {"ClusterSubnetGroupName": name, "Subnets": [{"SubnetIdentifier": f"subnet-{name}"}]}

    pages("redshift", "DescribeClusterSubnetGroups", "ClusterSubnetGroups", [group("first")], [group("second")])
