// A shop on Spring, described by springdoc, with the side door of serving.py.
package shop;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@SpringBootApplication
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer")
public class Shop {
    static final Map<String, Map<String, Object>> held = new LinkedHashMap<>();
    static final List<Map<String, Object>> seen = new ArrayList<>();
    static final List<List<String>> requests = new ArrayList<>();

    public static void main(String[] arguments) {
        var door = new Thread(() -> {
            try {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException error) {
                // The input has ended, too.
            }
            Runtime.getRuntime().halt(0);
        });
        door.setDaemon(true);
        door.start();
        var app = new SpringApplication(Shop.class);
        app.setDefaultProperties(Map.of(
            "server.port", "0", "server.address", "127.0.0.1", "spring.main.banner-mode", "off",
            "logging.level.root", "warn", "spring.mvc.problemdetails.enabled", "false"));
        app.run(arguments);
    }

    static synchronized Map<String, Object> kind(String name) {
        return held.computeIfAbsent(name, key -> new LinkedHashMap<>());
    }

    static synchronized void see(String handler, Object... pairs) {
        var values = new HashMap<String, Object>();
        values.put("handler", handler);
        for (int index = 0; index < pairs.length; index += 2) {
            values.put((String) pairs[index], pairs[index + 1]);
        }
        seen.add(values);
    }

    @Component
    static class Printer {
        @EventListener
        void started(WebServerInitializedEvent event) {
            System.out.println("http://127.0.0.1:" + event.getWebServer().getPort());
        }
    }

    @Component
    static class Recorder extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, jakarta.servlet.http.HttpServletResponse response,
                jakarta.servlet.FilterChain chain) throws IOException, jakarta.servlet.ServletException {
            var path = java.net.URLDecoder.decode(request.getRequestURI(), StandardCharsets.UTF_8);
            if (path.startsWith("/api/")) {
                synchronized (Shop.class) {
                    requests.add(List.of(request.getMethod(), path));
                }
            }
            chain.doFilter(request, response);
        }
    }

    @Hidden
    @RestController
    static class Door {
        @GetMapping("/_store")
        Object store() {
            return Map.of("held", held, "seen", seen, "requests", requests);
        }

        @DeleteMapping("/_store")
        void clear() {
            held.clear();
            seen.clear();
        }
    }

    enum Status { NEW, IN_WORK, DONE }

    record Place(double lat, double lon) {}

    record NewOrder(
        @NotNull @Size(min = 1, max = 40) String title, Status status, @NotNull BigDecimal price,
        List<String> tags, LocalDateTime due, LocalDate day, Place place, Map<String, Integer> counts) {}

    record Order(
        @NotNull Long id, @NotNull String title, Status status, @NotNull BigDecimal price, List<String> tags,
        LocalDateTime due, LocalDate day, Place place, Map<String, Integer> counts,
        @NotNull OffsetDateTime created) {
        static Order of(long id, NewOrder sent) {
            return new Order(
                id, sent.title, sent.status == null ? Status.NEW : sent.status, sent.price, sent.tags, sent.due,
                sent.day, sent.place, sent.counts, OffsetDateTime.parse("2026-01-01T12:00:00Z"));
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Card.class, name = "Card"), @JsonSubTypes.Type(value = Cash.class, name = "Cash")
    })
    interface Payment {}

    record Card(@NotNull String number) implements Payment {}

    record Cash(@NotNull BigDecimal amount) implements Payment {}

    record Details(String title, @JsonProperty("page_count") int pages) {}

    record Stored(String name, String type, long size) {}

    @ResponseStatus(HttpStatus.CONFLICT)
    static class SoldOut extends RuntimeException {}

    @RestController
    @RequestMapping(path = "/api/orders", produces = MediaType.APPLICATION_JSON_VALUE)
    static class Orders {
        static List<Order> all() {
            return kind("orders").values().stream().map(Order.class::cast).toList();
        }

        static Order find(long id) {
            var order = (Order) kind("orders").get(String.valueOf(id));
            if (order == null) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such order");
            }
            return order;
        }

        @PostMapping
        @ResponseStatus(HttpStatus.CREATED)
        Order create(@Valid @RequestBody NewOrder order) {
            var made = Order.of(kind("orders").size() + 1, order);
            kind("orders").put(String.valueOf(made.id), made);
            return made;
        }

        @GetMapping
        List<Order> list(
                @RequestParam(required = false) List<Status> status, @RequestParam(required = false) String search,
                @RequestParam(required = false)
                @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) LocalDateTime since,
                @RequestParam(defaultValue = "10") @Min(1) int limit, @RequestHeader("X-Tenant") String tenant) {
            see("list", "status", status, "search", search, "since", since, "limit", limit, "tenant", tenant);
            return all().stream().limit(limit).toList();
        }

        @GetMapping("/page")
        Page<Order> page(@ParameterObject Pageable page) {
            see("page", "page", page.getPageNumber(), "size", page.getPageSize(), "sort", page.getSort().toString());
            var all = all();
            var from = (int) Math.min(page.getOffset(), all.size());
            var to = Math.min(from + page.getPageSize(), all.size());
            return new PageImpl<>(all.subList(from, to), page, all.size());
        }

        @GetMapping("/{id}")
        Order get(@PathVariable long id) {
            return find(id);
        }

        @PutMapping("/{id}")
        Order put(@PathVariable long id, @Valid @RequestBody NewOrder order) {
            find(id);
            kind("orders").put(String.valueOf(id), Order.of(id, order));
            return find(id);
        }

        @PatchMapping("/{id}/status/{status}")
        Order status(@PathVariable long id, @PathVariable Status status) {
            var old = find(id);
            kind("orders").put(String.valueOf(id), new Order(
                id, old.title, status, old.price, old.tags, old.due, old.day, old.place, old.counts, old.created));
            return find(id);
        }

        @DeleteMapping("/{id}")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        void delete(@PathVariable long id) {
            find(id);
            kind("orders").remove(String.valueOf(id));
        }
    }

    @RestController
    @RequestMapping("/api")
    static class Others {
        @PostMapping("/payments")
        Payment pay(@RequestBody Payment payment) {
            see("pay", "payment", payment);
            return payment;
        }

        @PostMapping(path = "/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
        List<Stored> upload(
                @RequestPart("file") MultipartFile file, @RequestPart(name = "more", required = false)
                List<MultipartFile> more, @RequestPart("details") Details details, @RequestParam String note) {
            see("upload", "details", details, "note", note);
            var files = new ArrayList<>(List.of(file));
            files.addAll(more == null ? List.of() : more);
            return files.stream()
                .map(it -> new Stored(it.getOriginalFilename(), it.getContentType(), it.getSize())).toList();
        }

        @GetMapping("/files/csv")
        ResponseEntity<Resource> csv() {
            return ResponseEntity.ok().contentType(MediaType.parseMediaType("text/csv"))
                .body(new ByteArrayResource("a,b\n".getBytes(StandardCharsets.UTF_8)));
        }

        @GetMapping(path = "/files/png", produces = MediaType.IMAGE_PNG_VALUE)
        byte[] png(@RequestParam(required = false) boolean broken) {
            if (broken) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "no picture");
            }
            return new byte[] {(byte) 0x89, 80};
        }

        @GetMapping("/text")
        String text() {
            return "plain";
        }

        @GetMapping("/events")
        SseEmitter events() throws IOException {
            var emitter = new SseEmitter();
            emitter.send(SseEmitter.event().id("1").name("tick").data(new Place(1, 2)));
            emitter.complete();
            return emitter;
        }

        @GetMapping("/cookie")
        Map<String, String> cookie(@CookieValue("SESSION") String session) {
            see("cookie", "session", session);
            return Map.of("session", session);
        }

        @GetMapping("/me")
        @SecurityRequirement(name = "bearer")
        Map<String, Object> me(@RequestHeader("Authorization") String authorization) {
            if (authorization.equals("Bearer no")) {
                throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "log in first");
            }
            see("me", "authorization", authorization);
            return Map.of("name", authorization.substring(7), "roles", Arrays.asList("user"));
        }

        @PostMapping("/conflict")
        void conflict() {
            throw new SoldOut();
        }

        @PostMapping("/problem")
        ResponseEntity<Map<String, String>> problem() {
            throw new IllegalStateException("the disk is full");
        }

        @ExceptionHandler(IllegalStateException.class)
        @Hidden
        ProblemDetail onState(IllegalStateException error) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.INSUFFICIENT_STORAGE, error.getMessage());
        }
    }
}
