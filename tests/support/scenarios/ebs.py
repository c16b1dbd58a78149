"""Volumes, snapshots and images of one region, some as they should be and some not, and its encryption by default."""


def heed_who_restores():
    """moto lists every snapshot whoever may restore it; here RestorableByUserIds counts, as it does at AWS."""
    from moto.ec2.responses.elastic_block_store import ElasticBlockStore

    if hasattr(ElasticBlockStore, "tickmark_describe_snapshots"):
        return
    describe = ElasticBlockStore.tickmark_describe_snapshots = ElasticBlockStore.describe_snapshots

    def describe_snapshots(self):
        answer = describe(self)
        if self._get_param("RestorableByUserIds", []) == ["all"]:
            snapshots = answer.result["Snapshots"]
            answer.result["Snapshots"] = [one for one in snapshots if "all" in one.create_volume_permission_groups]
        return answer

    ElasticBlockStore.describe_snapshots = describe_snapshots


def seed(aws, region="us-east-1", encrypted_by_default=False):
    heed_who_restores()
    ec2 = aws.client("ec2", region)
    if encrypted_by_default:
        ec2.enable_ebs_encryption_by_default()

    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    attached = ec2.describe_volumes()["Volumes"][0]["VolumeId"]

    def volume(encrypted):
        return ec2.create_volume(AvailabilityZone=region + "a", Size=8, Encrypted=encrypted)["VolumeId"]

    volumes = {"attached": attached, "encrypted": volume(True), "plain": volume(False)}

    def snapshot(of, public=False):
        made = ec2.create_snapshot(VolumeId=volumes[of], Description=of)["SnapshotId"]
        if public:
            everyone = {"Attribute": "createVolumePermission", "OperationType": "add", "GroupNames": ["all"]}
            ec2.modify_snapshot_attribute(SnapshotId=made, **everyone)
        return made

    snapshots = {"encrypted": snapshot("encrypted"), "plain": snapshot("plain"), "public": snapshot("plain", True)}

    def own_image(name, public):
        made = ec2.create_image(InstanceId=instance, Name=name)["ImageId"]
        if public:
            ec2.modify_image_attribute(ImageId=made, LaunchPermission={"Add": [{"Group": "all"}]})
        return made

    images = {"private": own_image("private", False), "public": own_image("public", True)}
    return {"instance": instance, "volumes": volumes, "snapshots": snapshots, "images": images}
