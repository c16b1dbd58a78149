use std::time::Instant;
use tickmark::control::*;
use tickmark::inventory::schema::*;
fn main() {
    let mut object = Object::default();
    for i in 0..40 { object.fields.insert(format!("field_{i}"), Field { ty: Type::Integer, nullable: true, doc: String::new() }); }
    let mut schema = Schema::new();
    schema.insert("aws.rds.instance".parse().unwrap(), object);
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let sources: Vec<Source> = (0..400).map(|i| Source { origin: Origin::BuiltIn, file: format!("controls/aws/rds/rds-x-{i}.yaml"), text: text.clone().into() }).collect();
    for _ in 0..3 {
        let t = Instant::now();
        let criteria = tickmark::criteria::Criteria::built_in().unwrap();
        let a = t.elapsed();
        match pack::load(&sources, &schema, &criteria, &Overrides::default()) {
            Ok(p) => println!("{} {a:?} {:?} {}", p.len(), t.elapsed(), p.digest()),
            Err(e) => { for e in e.iter().take(5) { println!("{e}") } }
        }
    }
}
