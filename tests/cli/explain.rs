//! `explain`: from what was read to what to do, and an acceptance that is ready to be used.

use crate::{CONTROL, block, said, saved, saved_as, text, unknown};

#[test]
fn a_failure_is_told_from_what_was_read_to_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    for words in [[CONTROL, "222222222222", text(&fail)], [CONTROL, text(&fail), "aws.s3.account/222222222222"]] {
        let (status, page, err) = said(&[&["explain"], &words[..]].concat());
        assert_eq!((status, err.as_str()), (0, ""), "{page}");
        for told in [
            "✗ fail  severity high",
            "as of 2025-01-01T00:00:00Z",
            "✗ public_access_block.block_public_acls is true\n    seen  false",
            "✓ public_access_block.ignore_public_acls is true\n    seen  true",
            "public_access_block: block public acls false; block public policy true",
            "from s3control:GetPublicAccessBlock",
            "between 2025-01-01T00:00:00Z and 2025-01-01T00:01:00Z, by arn:aws:iam::222222222222:user/a",
            "CC6.1     deviation, documents requested (primary): ",
            "aws s3control put-public-access-block --account-id 222222222222",
            "resource \"aws_s3_account_public_access_block\"",
            "    1. ",
            "HOW TO ACCEPT THE RISK",
        ] {
            assert!(page.contains(told), "{told}\n{page}");
        }
        assert!(page.lines().all(|line| line.chars().count() <= 120), "{page}");
    }
}

#[test]
fn the_acceptance_that_is_offered_is_honoured_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let (_, page, _) = said(&["explain", CONTROL, "222222222222", text(&fail)]);
    let lines = page.lines().skip_while(|line| *line != "    acceptances:").take_while(|line| line.starts_with("    "));
    let entry: Vec<&str> = lines.map(|line| &line[4..]).collect();
    let file = folder.path().join("acceptances.yaml");
    std::fs::write(&file, entry.join("\n")).unwrap();
    let (status, checked, err) = said(&["acceptances", "check", text(&file), text(&fail)]);
    assert!(status == 0 && checked.contains("in force until 2025-03-31, for 1 failure"), "{checked}{err}");
    let (status, page, _) = said(&["explain", CONTROL, "222222222222", text(&fail), "--acceptances", text(&file)]);
    assert!(status == 0 && page.contains("! risk accepted") && page.contains("accepted until 2025-03-31"), "{page}");
    assert!(page.contains("WHAT KEEPS IT SMALL MEANWHILE") && !page.contains("HOW TO ACCEPT"), "{page}");
}

#[test]
fn what_was_not_evaluated_says_which_call_was_refused() {
    let folder = tempfile::tempdir().unwrap();
    let unseen = saved(&folder, "123456789012", &unknown());
    let (status, page, _) = said(&["explain", CONTROL, "123456789012", text(&unseen)]);
    assert_eq!(status, 0);
    for told in [
        "? not evaluated  what was seen does not decide it, and nothing is assumed",
        "denied: s3control:GetPublicAccessBlock (AccessDenied)  in 123456789012, global",
        "close it  grant ",
        "? public_access_block.block_public_acls is true",
        "public_access_block: unknown, denied: s3control:GetPublicAccessBlock (AccessDenied)",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    assert!(!page.contains("HOW TO PUT IT RIGHT") && !page.contains("HOW TO ACCEPT"), "{page}");
}

#[test]
fn without_an_asset_it_is_every_asset_and_without_a_snapshot_the_control() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (saved(&folder, "111111111111", &block(true)), saved(&folder, "222222222222", &block(false)));
    let (status, page, _) = said(&["explain", CONTROL, text(&a), text(&b)]);
    assert!(status == 0 && page.contains("✗ fail  1 fail, 1 pass"), "{page}");
    assert!(page.contains("✓ complete      111111111111  global  aws.s3.account  1 asset"), "{page}");
    let results: Vec<&str> = page.lines().filter(|line| line.contains("  aws.s3.account/")).collect();
    assert!(results.len() == 2 && results[0].contains("✗ fail") && results[1].contains("✓ pass"), "{page}");
    let (status, page, _) = said(&["explain", CONTROL]);
    let (_, shown, _) = said(&["controls", "show", CONTROL]);
    assert!(status == 0 && page.starts_with(&shown) && page.contains("--demo"), "{page}");
}

#[test]
fn a_word_that_means_nothing_or_too_much_is_an_error_that_helps() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let fail = text(&fail);
    for (args, told) in [
        (&[CONTROL, "222222222221", fail][..], "did you mean \"222222222222\"?"),
        (&["aws-s3-account-public-access-blok", fail], "did you mean \"aws-s3-account-public-access-block\"?"),
        (&[CONTROL, "222222222222"], "has to be looked for in a snapshot"),
        (&[CONTROL, "222222222222", "nowhere.snapshot"], "nowhere.snapshot"),
        (&["aws-ec2-instance-imdsv2-required", "kestrel-brand-assets", "--demo"], "is aws.s3.bucket: "),
    ] {
        let (status, page, err) = said(&[&["explain"], args].concat());
        assert!(status == 2 && page.is_empty() && err.contains(told), "{args:?}: {err}");
    }
    // One name for an asset in each of two accounts.
    let other = saved_as(&folder, "333333333333", &block(false), "222222222222");
    let (status, _, err) = said(&["explain", CONTROL, "222222222222", fail, text(&other)]);
    assert!(status == 2 && err.contains("are 2 assets") && err.contains("\n  aws.s3.account/333333333333  ("), "{err}");
}

#[test]
fn only_the_table_groups_what_failed() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let assess = |more: &[&str]| said(&[&["assess", text(&fail), "--control", CONTROL], more].concat());
    for by in ["criterion", "asset", "service"] {
        let (status, page, _) = assess(&["--by", by]);
        assert!(status == 1 && page.contains(&format!("FAILED, BY {}", by.to_uppercase())), "{page}");
        let (status, page, err) = assess(&["--by", by, "--format", "json"]);
        assert!(status == 2 && page.is_empty() && err.contains("--by groups the table"), "{err}");
    }
    assert_eq!(assess(&["--by", "control"]), assess(&[]));
    let file = folder.path().join("a.json");
    assert_eq!(assess(&["--by", "asset", "--output", text(&file)]).0, 2);
    assert_eq!(assess(&["--by", "asset", "--quiet", "--format", "table", "--output", "/dev/null"]).0, 1);
}
