//! The catalogue: sets of actions by which whoever may do them all comes to more than that.
//!
//! Three sorts: to change one's own permissions, to take over the credentials of someone else, and to have a service
//! act in a role of one's own choice. A shell on a machine that has a role is none: that is access to the machine. No
//! set has another one in it. Sources: "Actions, resources, and condition keys for AWS services", by which each action
//! does what its entry says.

use super::super::scope::{GROUPS, POLICIES, ROLES, ResourceKind, USERS};

/// A way to more privileges: all of its steps together.
#[derive(Debug)]
pub(super) struct Path {
    /// What it comes to.
    pub name: &'static str,
    /// What must be allowed.
    pub steps: &'static [Step],
}

/// One action that must be allowed.
#[derive(Debug)]
pub(super) struct Step {
    /// The action.
    pub action: &'static str,
    /// The resources that make it a step on the way.
    pub on: Target,
    /// Of a role that is passed, the service that it must be passed to.
    pub passed_to: Option<&'static str>,
}

/// Resources that make an action a step on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Whatever it is allowed on: it makes something, or uses what was made.
    Anything,
    /// Resources of a kind that nobody named.
    Every(ResourceKind),
    /// The identity's own, or such that nobody named: itself, its groups, the managed policies that it has.
    OwnOrEvery(ResourceKind),
}

const FUNCTIONS: ResourceKind = ResourceKind { service: "lambda", prefix: "function:" };
const NOTEBOOKS: ResourceKind = ResourceKind { service: "sagemaker", prefix: "notebook-instance/" };
const GLUE_ENDPOINTS: ResourceKind = ResourceKind { service: "glue", prefix: "devEndpoint/" };

const EC2: &str = "ec2.amazonaws.com";
const LAMBDA: &str = "lambda.amazonaws.com";
const ECS_TASKS: &str = "ecs-tasks.amazonaws.com";
const GLUE: &str = "glue.amazonaws.com";
const CLOUDFORMATION: &str = "cloudformation.amazonaws.com";
const SAGEMAKER: &str = "sagemaker.amazonaws.com";
const CODEBUILD: &str = "codebuild.amazonaws.com";

const fn any(action: &'static str) -> Step {
    Step { action, on: Target::Anything, passed_to: None }
}

const fn every(action: &'static str, kind: ResourceKind) -> Step {
    Step { action, on: Target::Every(kind), passed_to: None }
}

const fn own(action: &'static str, kind: ResourceKind) -> Step {
    Step { action, on: Target::OwnOrEvery(kind), passed_to: None }
}

const fn pass(service: &'static str) -> Step {
    Step { action: "iam:PassRole", on: Target::Every(ROLES), passed_to: Some(service) }
}

const fn path(name: &'static str, steps: &'static [Step]) -> Path {
    Path { name, steps }
}

/// All of them.
pub(super) static PATHS: &[Path] = &[
    // To change one's own permissions.
    path("rewrite a managed policy", &[own("iam:CreatePolicyVersion", POLICIES)]),
    path("put an earlier version of a managed policy in force", &[own("iam:SetDefaultPolicyVersion", POLICIES)]),
    path("attach any policy to a user", &[own("iam:AttachUserPolicy", USERS)]),
    path("attach any policy to a group", &[own("iam:AttachGroupPolicy", GROUPS)]),
    path("attach any policy to a role", &[own("iam:AttachRolePolicy", ROLES)]),
    path("write an inline policy of a user", &[own("iam:PutUserPolicy", USERS)]),
    path("write an inline policy of a group", &[own("iam:PutGroupPolicy", GROUPS)]),
    path("write an inline policy of a role", &[own("iam:PutRolePolicy", ROLES)]),
    path("join any group", &[every("iam:AddUserToGroup", GROUPS)]),
    // To take over the credentials of someone else.
    path("make an access key of any user", &[every("iam:CreateAccessKey", USERS)]),
    path("make a password for any user", &[every("iam:CreateLoginProfile", USERS)]),
    path("change the password of any user", &[every("iam:UpdateLoginProfile", USERS)]),
    path("let oneself into any role", &[every("iam:UpdateAssumeRolePolicy", ROLES)]),
    path("replace the code of any Lambda function", &[every("lambda:UpdateFunctionCode", FUNCTIONS)]),
    path("put a layer under any Lambda function", &[every("lambda:UpdateFunctionConfiguration", FUNCTIONS)]),
    path("open any SageMaker notebook", &[every("sagemaker:CreatePresignedNotebookInstanceUrl", NOTEBOOKS)]),
    path("put an SSH key on any Glue development endpoint", &[every("glue:UpdateDevEndpoint", GLUE_ENDPOINTS)]),
    // To have a service act in a role of one's own choice.
    path("pass a role to an EC2 instance", &[pass(EC2), any("ec2:RunInstances")]),
    path("pass a role to an EC2 spot instance", &[pass(EC2), any("ec2:RequestSpotInstances")]),
    path(
        "pass a role to an Auto Scaling group by a launch configuration",
        &[pass(EC2), any("autoscaling:CreateLaunchConfiguration"), any("autoscaling:CreateAutoScalingGroup")],
    ),
    path(
        "pass a role to an Auto Scaling group by a launch template",
        &[pass(EC2), any("ec2:CreateLaunchTemplate"), any("autoscaling:CreateAutoScalingGroup")],
    ),
    path(
        "pass a role to a Lambda function and invoke it",
        &[pass(LAMBDA), any("lambda:CreateFunction"), any("lambda:InvokeFunction")],
    ),
    path(
        "pass a role to a Lambda function and have an event source invoke it",
        &[pass(LAMBDA), any("lambda:CreateFunction"), any("lambda:CreateEventSourceMapping")],
    ),
    path(
        "pass a role to a Lambda function and let others invoke it",
        &[pass(LAMBDA), any("lambda:CreateFunction"), any("lambda:AddPermission")],
    ),
    path(
        "pass a role to an ECS task and run it",
        &[pass(ECS_TASKS), any("ecs:RegisterTaskDefinition"), any("ecs:RunTask")],
    ),
    path(
        "pass a role to an ECS task and start it",
        &[pass(ECS_TASKS), any("ecs:RegisterTaskDefinition"), any("ecs:StartTask")],
    ),
    path(
        "pass a role to an ECS service",
        &[pass(ECS_TASKS), any("ecs:RegisterTaskDefinition"), any("ecs:CreateService")],
    ),
    path(
        "pass a role to an AWS Batch job",
        &[pass(ECS_TASKS), any("batch:RegisterJobDefinition"), any("batch:SubmitJob")],
    ),
    path("pass a role to a CloudFormation stack", &[pass(CLOUDFORMATION), any("cloudformation:CreateStack")]),
    path("pass another role to a CloudFormation stack", &[pass(CLOUDFORMATION), any("cloudformation:UpdateStack")]),
    path(
        "pass a role to a CloudFormation change set",
        &[pass(CLOUDFORMATION), any("cloudformation:CreateChangeSet"), any("cloudformation:ExecuteChangeSet")],
    ),
    path(
        "pass a role to a CloudFormation stack set",
        &[pass(CLOUDFORMATION), any("cloudformation:CreateStackSet"), any("cloudformation:CreateStackInstances")],
    ),
    path("pass a role to a Glue development endpoint", &[pass(GLUE), any("glue:CreateDevEndpoint")]),
    path("pass a role to a Glue job and run it", &[pass(GLUE), any("glue:CreateJob"), any("glue:StartJobRun")]),
    path("pass a role to a Glue job and trigger it", &[pass(GLUE), any("glue:CreateJob"), any("glue:CreateTrigger")]),
    path("pass another role to a Glue job and run it", &[pass(GLUE), any("glue:UpdateJob"), any("glue:StartJobRun")]),
    path(
        "pass another role to a Glue job and trigger it",
        &[pass(GLUE), any("glue:UpdateJob"), any("glue:CreateTrigger")],
    ),
    path("pass a role to a SageMaker training job", &[pass(SAGEMAKER), any("sagemaker:CreateTrainingJob")]),
    path("pass a role to a SageMaker processing job", &[pass(SAGEMAKER), any("sagemaker:CreateProcessingJob")]),
    path(
        "pass a role to a SageMaker notebook and open it",
        &[
            pass(SAGEMAKER),
            any("sagemaker:CreateNotebookInstance"),
            any("sagemaker:CreatePresignedNotebookInstanceUrl"),
        ],
    ),
    path(
        "pass a role to a CodeBuild project and build it",
        &[pass(CODEBUILD), any("codebuild:CreateProject"), any("codebuild:StartBuild")],
    ),
    path(
        "pass a role to a CodeBuild project and build it in a batch",
        &[pass(CODEBUILD), any("codebuild:CreateProject"), any("codebuild:StartBuildBatch")],
    ),
    path(
        "pass another role to a CodeBuild project and build it",
        &[pass(CODEBUILD), any("codebuild:UpdateProject"), any("codebuild:StartBuild")],
    ),
    path(
        "pass a role to a Data Pipeline",
        &[
            pass("datapipeline.amazonaws.com"),
            any("datapipeline:CreatePipeline"),
            any("datapipeline:PutPipelineDefinition"),
            any("datapipeline:ActivatePipeline"),
        ],
    ),
    path(
        "pass a role to a Step Functions state machine",
        &[pass("states.amazonaws.com"), any("states:CreateStateMachine"), any("states:StartExecution")],
    ),
    path(
        "pass a role to a Systems Manager automation",
        &[pass("ssm.amazonaws.com"), any("ssm:StartAutomationExecution")],
    ),
    path("pass a role to an EventBridge schedule", &[pass("scheduler.amazonaws.com"), any("scheduler:CreateSchedule")]),
    path(
        "pass a role to an App Runner service",
        &[pass("tasks.apprunner.amazonaws.com"), any("apprunner:CreateService")],
    ),
    path(
        "pass a role to a Bedrock code interpreter",
        &[
            pass("bedrock-agentcore.amazonaws.com"),
            any("bedrock-agentcore:CreateCodeInterpreter"),
            any("bedrock-agentcore:StartCodeInterpreterSession"),
            any("bedrock-agentcore:InvokeCodeInterpreter"),
        ],
    ),
];
