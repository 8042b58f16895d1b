# The runtime of Python functions, in a process of its own. It reads events from descriptor 3, one at a time,
# and writes what it has to say to descriptor 4: frames of a 32-bit length, a line of JSON, and a body.
import importlib
import json
import logging
import os
import queue
import resource
import struct
import sys
import threading
import time
import traceback

bounds = json.loads(sys.argv[1])
sys.argv = sys.argv[:1]
ENTRY_BYTES = bounds["log"]["entryBytes"]
INVOCATION_BYTES = bounds["log"]["invocationBytes"]
writing = threading.RLock()
current = {"id": None, "left": INVOCATION_BYTES, "dropped": 0}


# --- the channel


def send(head, body=""):
    payload = json.dumps(head).encode() + b"\n" + body.encode("utf-8", "replace")
    view = memoryview(struct.pack(">I", len(payload)) + payload)
    with writing:
        try:
            while len(view) > 0:
                view = view[os.write(4, view) :]
        except OSError:
            os._exit(1)


def log(level, text):
    with writing:
        if current["left"] <= 0:
            current["dropped"] += len(text)
            return
        text = text[: ENTRY_BYTES + 1]
        current["left"] -= len(text) + 1
        send({"say": "log", "level": level}, text)
        if current["left"] <= 0:
            send({"say": "over"})


class Frames(logging.Handler):
    levels = {"WARNING": "WARN", "CRITICAL": "FATAL"}

    def emit(self, record):
        try:
            log(self.levels.get(record.levelname, record.levelname), self.format(record))
        except Exception:  # A record that cannot be written must not end the code that wrote it.
            self.handleError(record)


logging.root.addHandler(Frames())


# --- errors, as Lambda shows them


def failure(error, kind=None, message=None):
    try:
        text = str(error) if message is None else message
    except Exception:
        text = "the message of the error cannot be written as text"
    trace = traceback.format_exception(type(error), error, error.__traceback__)[1:-1]
    mine = [line for line in trace if __file__ not in line]
    return {
        "errorMessage": text[:ENTRY_BYTES],
        "errorType": kind or type(error).__name__,
        "requestId": current["id"] or "",
        "stackTrace": mine[-100:],
    }


def fail_init(what):
    log("ERROR", "[ERROR] %s: %s" % (what["errorType"], what["errorMessage"]))
    send({"say": "failed"}, json.dumps(what))
    os._exit(1)


def max_rss():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def settle(say, body):
    with writing:
        head = {"say": say, "id": current["id"], "rss": max_rss(), "dropped": current["dropped"]}
        current["id"] = None
        send(head, body)


# --- one invocation


class Context:
    def __init__(self, head):
        env = os.environ
        self.aws_request_id = head["id"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = head["version"]
        self.invoked_function_arn = head["arn"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None
        self._ends = time.monotonic() + head["timeoutMs"] / 1000

    def get_remaining_time_in_millis(self):
        return max(0, int((self._ends - time.monotonic()) * 1000))

    def log(self, text):
        sys.stdout.write(str(text))


def run(handler, head, event):
    with writing:
        current.update(id=head["id"], left=INVOCATION_BYTES, dropped=0)
    send({"say": "begun", "id": head["id"]})
    try:
        value = handler(json.loads(event), Context(head))
    except SystemExit as error:
        # `sys.exit` ends the process on Lambda too.
        sys.stdout.flush()
        code = error.code
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)
    except BaseException as error:
        return told(failure(error))
    try:
        text = json.dumps(value, ensure_ascii=False)
    except Exception as error:
        message = "Unable to marshal response: %s" % error
        return told(failure(error, "Runtime.MarshalError", message))
    size = len(text.encode("utf-8", "replace"))
    sys.stdout.flush()
    if size > bounds["responseBytes"]:
        settle("large", str(size))
    else:
        settle("answer", text)


def told(what):
    sys.stdout.flush()
    log("ERROR", "[ERROR] %s: %s\nTraceback (most recent call last):\n%s"
        % (what["errorType"], what["errorMessage"], "".join(what["stackTrace"])))
    settle("error", json.dumps(what))


# --- the input


def read_exactly(count):
    parts = []
    while count > 0:
        part = os.read(3, min(count, 1 << 20))
        if not part:
            os._exit(0)  # The gateway has ended, or wants this process to.
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def listen(events):
    while True:
        (length,) = struct.unpack(">I", read_exactly(4))
        line, _, body = read_exactly(length).partition(b"\n")
        events.put((json.loads(line), body.decode()))


def load(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name or not function_name:
        error = ValueError("Bad handler '%s': must be module.function" % name)
        return fail_init(failure(error, "Runtime.MalformedHandlerName"))
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = "Unable to import module '%s': %s" % (module_name, error)
        return fail_init(failure(error, "Runtime.ImportModuleError", message))
    except SyntaxError as error:
        message = "Syntax error in module '%s': %s" % (module_name, error)
        return fail_init(failure(error, "Runtime.UserCodeSyntaxError", message))
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 1)
    except BaseException as error:
        return fail_init(failure(error))
    handler = getattr(module, function_name, None)
    if handler is None:
        error = AttributeError("Handler '%s' missing on module '%s'" % (function_name, module_name))
        return fail_init(failure(error, "Runtime.HandlerNotFound"))
    return handler


events = queue.SimpleQueue()
# A thread of its own sees the gateway end even while a handler never returns.
threading.Thread(target=listen, args=(events,), daemon=True).start()
handler = load(os.environ["_HANDLER"])
send({"say": "ready"})
while True:
    run(handler, *events.get())
