"""A small S3-compatible bucket in memory that checks every signature by itself (AWS Signature Version 4, with Python's own hashlib and hmac)."""
import hashlib
import hmac
import http.server
import re
import threading
import urllib.parse

ACCESS, SECRET, REGION = "TESTACCESS", "test/secret+key", "us-west-9"


def expected_signature(method, raw_path, headers, signed, date, day):
    path, _, query = raw_path.partition("?")
    pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    canonical_query = "&".join(f"{urllib.parse.quote(k, safe='-_.~')}={urllib.parse.quote(v, safe='-_.~')}" for k, v in pairs)
    canonical_path = urllib.parse.quote(urllib.parse.unquote(path), safe="/-_.~")
    canonical = "\n".join([method, canonical_path, canonical_query, *(f"{name}:{' '.join(headers[name].split())}" for name in signed), "", ";".join(signed),
                           headers["x-amz-content-sha256"]])
    text = "\n".join(["AWS4-HMAC-SHA256", date, f"{day}/{REGION}/s3/aws4_request", hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + SECRET).encode()
    for part in (day, REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", kind="application/xml"):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", kind)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status, code):
        self.reply(status, f"<Error><Code>{code}</Code></Error>".encode())

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})",
                             headers.get("authorization", ""))
        store = self.server.objects
        self.server.seen.append((self.command, self.path))
        if self.server.failing:
            return self.refuse(503, "SlowDown")
        if not found or found[1] != ACCESS or found[3] != REGION:
            return self.refuse(403, "InvalidAccessKeyId")
        signed = found[4].split(";")
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(signed):
            return self.refuse(403, "AccessDenied")
        if found[5] != expected_signature(self.command, self.path, headers, signed, headers["x-amz-date"], found[2]):
            return self.refuse(403, "SignatureDoesNotMatch")
        if hashlib.sha256(body).hexdigest() != headers["x-amz-content-sha256"]:
            return self.refuse(400, "XAmzContentSHA256Mismatch")
        path, _, query = self.path.partition("?")
        bucket, _, key = urllib.parse.unquote(path).lstrip("/").partition("/")
        if bucket != "papers":
            return self.refuse(404, "NoSuchBucket")
        if not key:
            return self.list(dict(urllib.parse.parse_qsl(query)))
        if self.command == "PUT":
            store[key] = body
        elif key not in store:
            return self.refuse(404, "NoSuchKey")
        elif self.command == "DELETE":
            del store[key]
            return self.reply(204)
        return self.reply(200, store[key] if self.command == "GET" else b"", "application/octet-stream")

    def list(self, asked):
        """Two keys a page, so that continuing is tried too."""
        keys = [key for key in sorted(self.server.objects) if key.startswith(asked.get("prefix", "")) and key > asked.get("continuation-token", "")]
        more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{keys[1]}</NextContinuationToken>" if len(keys) > 2 else "<IsTruncated>false</IsTruncated>"
        rows = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys[:2])
        self.reply(200, f"<ListBucketResult>{rows}{more}</ListBucketResult>".encode())

    do_GET = do_PUT = do_HEAD = do_DELETE = handle_request


class Bucket(http.server.ThreadingHTTPServer):
    """Runs in a thread; `objects` is what it keeps."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects, self.seen, self.failing = {}, [], False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.server_port}"

    def end(self):
        self.shutdown()
        self.server_close()
