"""Volumes, snapshots and images of one region, some as they should be and some not, and its encryption by default."""


SHARING = {}


def heed_who_restores():
    """moto lists every snapshot whoever may restore it, and knows of no block of public sharing.

    Here RestorableByUserIds counts as it does at AWS, and so does GetSnapshotBlockPublicAccessState in accounts that
    were told what it is.
    """
    from moto.core.responses import ActionResult
    from moto.ec2.responses.elastic_block_store import ElasticBlockStore

    if hasattr(ElasticBlockStore, "get_snapshot_block_public_access_state"):
        return
    describe = ElasticBlockStore.describe_snapshots

    def describe_snapshots(self):
        answer = describe(self)
        if self._get_param("RestorableByUserIds", []) == ["all"]:
            snapshots = answer.result["Snapshots"]
            answer.result["Snapshots"] = [one for one in snapshots if "all" in one.create_volume_permission_groups]
        return answer

    def get_snapshot_block_public_access_state(self):
        if self.current_account not in SHARING:
            raise NotImplementedError("The get_snapshot_block_public_access_state action has not been implemented")
        return ActionResult({"State": SHARING[self.current_account], "ManagedBy": "account"})

    ElasticBlockStore.describe_snapshots = describe_snapshots
    ElasticBlockStore.get_snapshot_block_public_access_state = get_snapshot_block_public_access_state


def seed(aws, region="us-east-1", encrypted_by_default=False, sharing="unblocked"):
    heed_who_restores()
    if sharing:
        SHARING[aws.account] = sharing
    ec2 = aws.client("ec2", region)
    if encrypted_by_default:
        ec2.enable_ebs_encryption_by_default()

    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    of_instance = [{"Name": "attachment.instance-id", "Values": [instance]}]
    attached = ec2.describe_volumes(Filters=of_instance)["Volumes"][0]["VolumeId"]

    def volume(encrypted):
        return ec2.create_volume(AvailabilityZone=region + "a", Size=8, Encrypted=encrypted)["VolumeId"]

    volumes = {"attached": attached, "encrypted": volume(True), "plain": volume(False)}
    # moto makes the key that AWS manages for EBS, and calls it a customer's.
    from moto.kms import kms_backends

    kms = kms_backends[aws.account][region]
    kms.keys[kms.get_key_id_from_alias("alias/aws/ebs")].key_manager = "AWS"

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
