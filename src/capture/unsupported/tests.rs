//! The advice on packet captures.

use super::quoted;

#[test]
fn names_are_one_word_of_a_command() {
    assert_eq!(quoted("logs/chat-1.pcap"), "logs/chat-1.pcap");
    assert_eq!(quoted("my chat.pcap"), "'my chat.pcap'");
    assert_eq!(quoted("it's $(rm).pcap"), r"'it'\''s $(rm).pcap'");
    assert_eq!(quoted("-w x"), "'./-w x'");
}
