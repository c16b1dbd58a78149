//! The grammar of policy documents. What is not understood is an error, so that no statement is ever
//! left out of a judgement.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::Condition;
use super::document::{Attached, Document, Effect, Principal, Principals, Selection, Statement};
use super::json::Json;

/// More Deny statements and patterns in them than any policy of AWS has room for (the largest take some
/// 100 KB). Each Allow is held against all of them, so this keeps the work linear in the document.
const MOST_DENIED: usize = 4096;

/// Text that is no policy document, or one that says something we do not understand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct ParseError {
    /// Where in the document.
    pub at: String,
    /// What is wrong there.
    pub problem: String,
}

impl Document {
    /// Reads a document from its JSON.
    pub fn parse(text: &str, attached: Attached) -> Result<Self, ParseError> {
        let json: Json = serde_json::from_str(text).map_err(|error| wrong("document", error.to_string()))?;
        let document = Self { statements: statements(json)? };
        document.check(attached)?;
        Ok(document)
    }

    /// Reads a document as IAM returns it, percent-encoded; plain JSON is taken too.
    pub fn parse_url_encoded(text: &str, attached: Attached) -> Result<Self, ParseError> {
        if text.trim_start().starts_with('{') {
            return Self::parse(text, attached);
        }
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
        Self::parse(&decoded.map_err(|error| wrong("document", error.to_string()))?, attached)
    }

    fn check(&self, attached: Attached) -> Result<(), ParseError> {
        for statement in &self.statements {
            let problem = match (attached, &statement.principals) {
                (Attached::ToIdentity, Some(_)) => "a policy of an identity names no principal",
                (Attached::ToResource, None) => "a policy of a resource names its principals",
                _ => continue,
            };
            return Err(wrong(&at_statement(statement.number), problem));
        }
        let size = |selection: &Selection| selection.patterns().0.len() + selection.patterns().1.len();
        let denied = self.denies().map(|deny| 1 + size(&deny.actions) + deny.resources.as_ref().map_or(0, size));
        if denied.sum::<usize>() > MOST_DENIED {
            return Err(wrong("document", format!("more than {MOST_DENIED} Deny statements and patterns")));
        }
        Ok(())
    }
}

fn wrong(at: &str, problem: impl Into<String>) -> ParseError {
    ParseError { at: at.to_owned(), problem: problem.into() }
}

fn at_statement(number: i64) -> String {
    format!("statement {number}")
}

fn statements(json: Json) -> Result<Vec<Statement>, ParseError> {
    let Json::Object(mut document) = json else { return Err(wrong("document", "it is no object")) };
    let version = document.remove("Version").map(|version| text(version, "Version")).transpose()?;
    if let Some(version) = version.filter(|version| version != "2012-10-17" && version != "2008-10-17") {
        return Err(wrong("Version", format!("{version:?} is no version of the policy language")));
    }
    document.remove("Id").map(|id| text(id, "Id")).transpose()?;
    let found = match document.remove("Statement") {
        Some(Json::List(list)) => list,
        Some(one) => vec![one],
        None => return Err(wrong("document", "it has no Statement")),
    };
    nothing_left(&document, "document")?;
    (1..).zip(found).map(|(number, json)| statement(number, json)).collect()
}

fn statement(number: i64, json: Json) -> Result<Statement, ParseError> {
    let at = at_statement(number);
    let Json::Object(mut fields) = json else { return Err(wrong(&at, "it is no object")) };
    let sid = fields.remove("Sid").map(|sid| text(sid, &at)).transpose()?;
    let effect = match fields.remove("Effect").map(|effect| text(effect, &at)).transpose()?.as_deref() {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        Some(other) => return Err(wrong(&at, format!("{other:?} is no Effect"))),
        None => return Err(wrong(&at, "it has no Effect")),
    };
    let principals = match (fields.remove("Principal"), fields.remove("NotPrincipal")) {
        (None, None) => None,
        (Some(json), None) => Some(Principals::Only(principals(json, &at)?)),
        (None, Some(json)) => Some(Principals::AllBut(principals(json, &at)?)),
        (Some(_), Some(_)) => return Err(wrong(&at, "it has both Principal and NotPrincipal")),
    };
    let actions = selection(&mut fields, "Action", "NotAction", &at)?
        .ok_or_else(|| wrong(&at, "it has neither Action nor NotAction"))?;
    let resources = selection(&mut fields, "Resource", "NotResource", &at)?;
    let conditions = fields.remove("Condition").map_or(Ok(Vec::new()), |json| conditions(json, &at))?;
    nothing_left(&fields, &at)?;
    Ok(Statement { number, sid, effect, principals, actions, resources, conditions })
}

fn nothing_left(fields: &BTreeMap<String, Json>, at: &str) -> Result<(), ParseError> {
    match fields.keys().next() {
        Some(key) => Err(wrong(at, format!("{key:?} is no element of a policy"))),
        None => Ok(()),
    }
}

fn text(json: Json, at: &str) -> Result<String, ParseError> {
    match json {
        Json::Text(text) => Ok(text),
        _ => Err(wrong(at, "text was expected")),
    }
}

/// A string, or a list of strings.
fn texts(json: Json, at: &str) -> Result<Vec<String>, ParseError> {
    match json {
        Json::List(list) => list.into_iter().map(|element| text(element, at)).collect(),
        one => Ok(vec![text(one, at)?]),
    }
}

fn selection(
    fields: &mut BTreeMap<String, Json>,
    only: &str,
    all_but: &str,
    at: &str,
) -> Result<Option<Selection>, ParseError> {
    match (fields.remove(only), fields.remove(all_but)) {
        (None, None) => Ok(None),
        (Some(json), None) => Ok(Some(Selection::Only(texts(json, at)?))),
        (None, Some(json)) => Ok(Some(Selection::AllBut(texts(json, at)?))),
        (Some(_), Some(_)) => Err(wrong(at, format!("it has both {only} and {all_but}"))),
    }
}

fn principals(json: Json, at: &str) -> Result<Vec<Principal>, ParseError> {
    let by_type = match json {
        Json::Text(text) if text == "*" => return Ok(vec![Principal::Anyone]),
        Json::Object(by_type) => by_type,
        _ => return Err(wrong(at, "a principal is \"*\" or an object of principals by type")),
    };
    let mut principals = Vec::new();
    for (kind, names) in by_type {
        let named: fn(String) -> Principal = match kind.as_str() {
            "AWS" => Principal::Aws,
            "Service" => Principal::Service,
            "Federated" => Principal::Federated,
            "CanonicalUser" => Principal::CanonicalUser,
            _ => return Err(wrong(at, format!("{kind:?} is no type of principal"))),
        };
        principals.extend(texts(names, at)?.into_iter().map(named));
    }
    Ok(principals)
}

/// Operators and keys are compared whatever their letter case, so two that differ by it alone are one twice.
fn conditions(json: Json, at: &str) -> Result<Vec<Condition>, ParseError> {
    let Json::Object(by_operator) = json else { return Err(wrong(at, "a Condition is an object")) };
    let mut conditions = Vec::new();
    let mut seen = BTreeSet::new();
    for (operator, by_key) in by_operator {
        let parsed = operator.parse().map_err(|()| wrong(at, format!("{operator:?} is no condition operator")))?;
        let Json::Object(by_key) = by_key else { return Err(wrong(at, "an operator holds an object of keys")) };
        for (key, values) in by_key {
            if !seen.insert((parsed, key.to_ascii_lowercase())) {
                return Err(wrong(at, format!("{operator} has {key:?} twice")));
            }
            conditions.push(Condition { operator: parsed, key, values: scalars(values, at)? });
        }
    }
    Ok(conditions)
}

/// A string, number or boolean, or a list of them.
fn scalars(json: Json, at: &str) -> Result<Vec<String>, ParseError> {
    let scalar = |json| match json {
        Json::Text(value) | Json::Scalar(value) => Ok(value),
        _ => Err(wrong(at, "a condition compares strings, numbers and booleans")),
    };
    match json {
        Json::List(list) => list.into_iter().map(scalar).collect(),
        one => Ok(vec![scalar(one)?]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn identity(text: &str) -> Result<Document, ParseError> {
        Document::parse(text, Attached::ToIdentity)
    }

    const ONE: &str = r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;

    #[test]
    fn strings_and_lists_are_alike() {
        let list = r#"{"Version": "2012-10-17", "Id": "x",
            "Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"]}]}"#;
        assert_eq!(identity(ONE).unwrap(), identity(list).unwrap());
    }

    #[test]
    fn a_statement_in_full() {
        let text = json!({"Statement": [{"Sid": "a", "Effect": "Deny", "NotPrincipal": {"AWS": ["1", "2"], "Service": "s"},
            "NotAction": "a:b", "NotResource": ["r"],
            "Condition": {"forallvalues:stringlikeIFEXISTS": {"k": ["v", 1, 1.5, true]}, "Null": {"k": false}}}]});
        let document = Document::parse(&text.to_string(), Attached::ToResource).unwrap();
        let [statement] = document.statements() else { panic!("one statement") };
        assert_eq!((statement.number, statement.sid.as_deref(), statement.effect), (1, Some("a"), Effect::Deny));
        let principals = ["1", "2"].map(|name| Principal::Aws(name.to_owned())).into_iter();
        let principals = principals.chain([Principal::Service("s".to_owned())]).collect();
        assert_eq!(statement.principals, Some(Principals::AllBut(principals)));
        assert_eq!(statement.actions, Selection::AllBut(vec!["a:b".to_owned()]));
        assert_eq!(statement.resources, Some(Selection::AllBut(vec!["r".to_owned()])));
        assert_eq!(
            statement.conditions_in_words(),
            ["k Null false", "k ForAllValues:StringLikeIfExists v, 1, 1.5, true"]
        );
    }

    #[test]
    fn what_is_no_document() {
        let deep = "[".repeat(100_000);
        for text in [
            "",
            " ",
            "null",
            "[]",
            "{}",
            "\"x\"",
            "<html>Log in</html>",
            "{\"Statement\": 1}",
            "{\"Statement\": [1]}",
            &deep,
        ] {
            assert!(identity(text).is_err(), "{text:.40}");
        }
    }

    #[test]
    fn what_a_statement_must_not_be() {
        let valid = json!({"Effect": "Allow", "Action": "a", "Resource": "*"});
        let broken = [
            ("Effect", json!(null)),
            ("Effect", json!("allow")),
            ("Effect", json!("Audit")),
            ("Action", json!(null)),
            ("Action", json!([["a"]])),
            ("Action", json!(1)),
            ("NotAction", json!("b")),
            ("NotResource", json!("b")),
            ("Resource", json!({})),
            ("Sid", json!(1)),
            ("Principle", json!("*")),
            ("Principal", json!("arn:aws:iam::123456789012:root")),
            ("Principal", json!({"Aws": "*"})),
            ("Principal", json!("*")),
            ("Condition", json!([])),
            ("Condition", json!({"StringEquals": "x"})),
            ("Condition", json!({"StringEquals": {"k": null}})),
            ("Condition", json!({"StringEquals": {"k": [["v"]]}})),
            ("Condition", json!({"StringEquals": {"k": {"v": 1}}})),
            ("Condition", json!({"StringAlike": {"k": "v"}})),
            ("Condition", json!({"ForSomeValues:StringLike": {"k": "v"}})),
            ("Condition", json!({"NullIfExists": {"k": true}})),
            ("Condition", json!({"StringEquals": {"k": "v", "K": "w"}})),
            ("Condition", json!({"StringEquals": {"k": "v"}, "stringequals": {"k": "w"}})),
        ];
        assert!(identity(&json!({"Statement": valid}).to_string()).is_ok());
        for (key, value) in broken {
            let mut statement = valid.clone();
            if value.is_null() {
                statement.as_object_mut().unwrap().remove(key);
            } else {
                statement[key] = value.clone();
            }
            let parsed = identity(&json!({"Statement": [valid, statement]}).to_string());
            assert_eq!(parsed.unwrap_err().at, "statement 2", "{key}: {value}");
        }
    }

    #[test]
    fn what_a_document_must_not_have() {
        for text in [
            r#"{"Statement": [], "Statments": []}"#,
            r#"{"Statement": [], "Version": "2030-01-01"}"#,
            r#"{"Statement": [], "Version": 1}"#,
            r#"{"Statement": [], "Statement": []}"#,
            r#"{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "a", "Resource": "*"}}"#,
        ] {
            assert!(identity(text).is_err(), "{text}");
        }
        assert!(identity(r#"{"Statement": []}"#).unwrap().statements().is_empty(), "said outright, none is none");
    }

    #[test]
    fn a_resource_names_principals() {
        assert!(identity(ONE).is_ok());
        assert!(Document::parse(ONE, Attached::ToResource).is_err());
    }

    #[test]
    fn empty_lists_are_kept_as_they_are() {
        let text = r#"{"Statement": {"Effect": "Allow", "Action": [], "Resource": [], "Condition": {"Bool": {}}}}"#;
        let document = identity(text).unwrap();
        assert_eq!(document.statements()[0].actions, Selection::Only(Vec::new()));
        assert!(document.statements()[0].conditions.is_empty());
    }

    #[test]
    fn percent_encoding() {
        let encoded = percent_encoding::utf8_percent_encode(ONE, percent_encoding::NON_ALPHANUMERIC).to_string();
        assert_eq!(Document::parse_url_encoded(&encoded, Attached::ToIdentity), identity(ONE));
        let plain = r#"{"Statement": {"Effect": "Allow", "Action": "a", "Resource": "100%25+1"}}"#;
        let document = Document::parse_url_encoded(plain, Attached::ToIdentity).unwrap();
        assert_eq!(document.statements()[0].resources, Some(Selection::Only(vec!["100%25+1".to_owned()])));
        assert!(Document::parse_url_encoded("%7B%FF", Attached::ToIdentity).is_err());
        assert!(Document::parse_url_encoded("", Attached::ToIdentity).is_err());
    }

    #[test]
    fn the_work_is_bounded() {
        let deny = json!({"Effect": "Deny", "Action": [], "Resource": "*"});
        assert!(identity(&json!({"Statement": vec![&deny; 2048]}).to_string()).is_ok());
        assert!(identity(&json!({"Statement": vec![&deny; 2049]}).to_string()).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = Document::parse_url_encoded(&text, Attached::ToResource);
        }

        #[test]
        fn never_panics_near_the_grammar(words in prop::collection::vec(0..14_usize, 0..24)) {
            const WORDS: [&str; 14] = ["{", "}", "[", "]", ":", ",", "\"Statement\"", "\"Effect\"", "\"Allow\"", "\"Action\"",
                "\"Condition\"", "\"*\"", "1", "null"];
            let text: String = words.into_iter().map(|word| WORDS[word]).collect();
            let _ = Document::parse(&text, Attached::ToIdentity);
        }
    }
}
