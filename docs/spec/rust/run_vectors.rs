//! Prints one JSON result for each verify case of a vector file: rustc run_vectors.rs && ./run_vectors vectors.json

mod harbor_signature;

use harbor_signature::{Delivery, Error, StandardDelivery, StandardVerifier, Verifier};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn main() {
    let path = std::env::args().nth(1).expect("the path of a vector file");
    let text = std::fs::read_to_string(path).expect("a readable file");
    for vector in Json::parse(&text).get("verify").expect("a vector file").list() {
        match run(vector) {
            Ok(result) => println!("{{\"ok\":true,{result}}}"),
            Err(error) => println!("{{\"ok\":false,\"code\":\"{error}\"}}"),
        }
    }
}

fn run(vector: &Json) -> Result<String, Error> {
    let body = decode_base64(vector.text("body_base64"));
    let tolerance = Duration::from_secs(vector.number("tolerance_seconds"));
    let now = UNIX_EPOCH + Duration::from_millis(vector.number("now_ms"));
    if let Some(keys) = vector.get("keys") {
        let verifier = StandardVerifier::new(keys.texts())?.tolerance(tolerance);
        return Ok(standard_result(&verifier.verify(&body, headers(vector), now)?));
    }
    let verifier = Verifier::new(vector.get("secrets").expect("secrets").texts())?.tolerance(tolerance);
    Ok(harbor_result(&verify(&verifier, vector, &body, now)?))
}

fn verify(verifier: &Verifier, vector: &Json, body: &[u8], now: SystemTime) -> Result<Delivery, Error> {
    match vector.get("header") {
        Some(_) => verifier.verify_body(body, vector.text("header"), now),
        None => verifier.verify(body, headers(vector), now),
    }
}

fn harbor_result(Delivery { timestamp, secret_index, ids }: &Delivery) -> String {
    let signed = ids.is_some();
    let mut result =
        format!(r#""timestamp":{timestamp},"secret_index":{secret_index},"headers_signed":{signed}"#);
    if let Some(ids) = ids {
        result += &format!(r#","ids":[{:?},{:?},{:?}]"#, ids.event_id, ids.event_type, ids.delivery_id);
    }
    result
}

fn standard_result(StandardDelivery { id, timestamp, key_index }: &StandardDelivery) -> String {
    format!(r#""id":{id:?},"timestamp":{timestamp},"key_index":{key_index}"#)
}

fn headers(vector: &Json) -> Vec<(&str, &str)> {
    let lines = vector.get("headers").expect("headers").list();
    lines.iter().map(|line| line.texts()).map(|pair| (pair[0], pair[1])).collect()
}

fn decode_base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| alphabet.iter().position(|each| *each == byte));
    let bits: Vec<u8> =
        digits.flat_map(|digit| (0..6).rev().map(move |shift| (digit >> shift & 1) as u8)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
}

/// The JSON of the vector files, which have whole numbers only: the standard library has no JSON.
enum Json {
    Text(String),
    Number(u64),
    Bool,
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    fn parse(text: &str) -> Json {
        Parser(text.chars().peekable()).value()
    }

    fn get(&self, wanted: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value),
            _ => None,
        }
    }

    fn list(&self) -> &[Json] {
        match self {
            Json::List(elements) => elements,
            _ => panic!("not a list"),
        }
    }

    fn texts(&self) -> Vec<&str> {
        self.list().iter().map(Json::as_text).collect()
    }

    fn as_text(&self) -> &str {
        match self {
            Json::Text(text) => text,
            _ => panic!("not a text"),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.get(name).expect(name).as_text()
    }

    fn number(&self, name: &str) -> u64 {
        match self.get(name) {
            Some(Json::Number(number)) => *number,
            _ => panic!("{name} is not a number"),
        }
    }
}

struct Parser<'a>(std::iter::Peekable<std::str::Chars<'a>>);

impl Parser<'_> {
    fn value(&mut self) -> Json {
        match self.peek() {
            '{' => Json::Object(self.sequence('}', |parser| {
                parser.peek();
                let name = parser.string();
                parser.expect(':');
                (name, parser.value())
            })),
            '[' => Json::List(self.sequence(']', Parser::value)),
            '"' => Json::Text(self.string()),
            't' | 'f' => {
                while self.0.next_if(char::is_ascii_alphabetic).is_some() {}
                Json::Bool
            }
            _ => {
                let mut digits = String::new();
                while let Some(digit) = self.0.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                Json::Number(digits.parse().expect("a whole number"))
            }
        }
    }

    fn sequence<T>(&mut self, end: char, element: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut elements = Vec::new();
        self.0.next();
        while self.peek() != end {
            elements.push(element(self));
            if self.peek() == ',' {
                self.0.next();
            }
        }
        self.0.next();
        elements
    }

    fn string(&mut self) -> String {
        let mut string = String::new();
        self.expect('"');
        loop {
            match self.0.next().expect("the end of a text") {
                '"' => return string,
                '\\' => string.push(self.escape()),
                character => string.push(character),
            }
        }
    }

    fn escape(&mut self) -> char {
        match self.0.next().expect("an escape") {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits: String = self.0.by_ref().take(4).collect();
                u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).expect("no surrogates")
            }
            character => character,
        }
    }

    fn expect(&mut self, character: char) {
        assert_eq!(self.peek(), character);
        self.0.next();
    }

    /// The next character after white space.
    fn peek(&mut self) -> char {
        while self.0.next_if(|character| character.is_ascii_whitespace()).is_some() {}
        *self.0.peek().expect("more text")
    }
}
