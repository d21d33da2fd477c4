"""Pages saved with their parts."""

import email.message
import email.policy

import pytest
from packages import texts

from reportparse.document import UnreadableDocument
from reportparse.loaders import load

PAGE = "<html><body><p>一、总体情况</p><table><tr><td>规章</td><td>3</td></tr><tr><td>文件</td><td>4</td>"
"</tr></table></body></html>"


def saved(charset, encoding):
    message = email.message.EmailMessage()
    message["Subject"] = "saved"
    message.add_related(PAGE, subtype="html", charset=charset, cte=encoding)
    message.add_related(b"\x89PNG", "image", "png", filename="a.png")
    return message.as_bytes(policy=email.policy.SMTP)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_the_page_of_a_saved_message(charset, encoding):
    document = load(saved(charset, encoding))
    assert document.reader == "mhtml"
    assert texts(document) == ["一、总体情况"]
    assert [cell.text for cell in next(document.tables).cells] == ["规章", "3", "文件", "4"]
    assert document.warnings == []


def test_a_message_without_a_page_is_refused():
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n"
    content = head + b"--a\r\nContent-Type: image/png\r\n\r\n1\r\n--a--\r\n"
    with pytest.raises(UnreadableDocument, match="no HTML"):
        load(content)


def test_a_report_in_a_frame_is_found():
    message = email.message.EmailMessage()
    frame = "<html><body><div>首页</div><iframe src='cid:frame'></iframe></body></html>"
    message.add_related(frame, subtype="html", charset="utf-8", cte="base64")
    sentences = "本年度，本机关认真落实信息公开工作要求，及时回应社会关切，现将有关情况报告如下。" * 4
    report = f"<html><body><p>一、总体情况</p><p>{sentences}</p></body></html>"
    message.add_related(report, subtype="html", charset="utf-8", cte="quoted-printable", cid="<frame>")
    document = load(message.as_bytes(policy=email.policy.SMTP))
    assert texts(document) == ["一、总体情况", sentences]
