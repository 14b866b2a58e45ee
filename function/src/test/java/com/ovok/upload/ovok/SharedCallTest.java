package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.deadline;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread runs a call, and which callers share its outcome. */
@Timeout(30)
class SharedCallTest {
    private final UploadException.Unavailable busy =
            new UploadException.Unavailable(Problem.UNAVAILABLE, "Busy.", Duration.ofSeconds(7), null);
    private final SharedCall<String> shared = new SharedCall<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void sharesOutcomeWithWaitingCalls() throws Exception {
        FutureTask<String> first = running(deadline(), () -> "first");
        FutureTask<String> second = waiting(() -> "second");
        end.countDown();

        assertThat(first.get()).isEqualTo("first");
        assertThat(second.get()).isEqualTo("first");
        assertThat(shared.get(deadline(), () -> "third")).isEqualTo("third");
    }

    @Test
    void throwsCopiesOfAFailure() throws Exception {
        FutureTask<String> first = running(deadline(), this::fails);
        FutureTask<String> second = waiting(() -> "second");
        FutureTask<String> third = waiting(() -> "third");
        end.countDown();

        assertThat(failure(first)).isSameAs(busy);
        assertThat(failure(second)).isNotSameAs(failure(third)).isNotSameAs(busy);
        assertThat(failure(third)).isInstanceOfSatisfying(UploadException.Unavailable.class, e -> {
            assertThat(e).hasMessage(busy.getMessage());
            assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
        });
        assertThat(shared.get(deadline(), () -> "fourth")).isEqualTo("fourth");
    }

    @Test
    void doesNotShareFailureOfExpiredCall() throws Exception {
        FutureTask<String> first = running(Deadline.in(Duration.ZERO, InstantSource.system()), this::fails);
        FutureTask<String> second = waiting(() -> "second");
        end.countDown();

        assertThat(failure(first)).isSameAs(busy);
        assertThat(second.get()).isEqualTo("second");
    }

    @Test
    void doesNotShareUnexpectedFailure() throws Exception {
        FutureTask<String> first = running(deadline(), () -> {
            throw new IllegalStateException("unexpected");
        });
        FutureTask<String> second = waiting(() -> "second");
        end.countDown();

        assertThat(failure(first)).isInstanceOf(IllegalStateException.class);
        assertThat(second.get()).isEqualTo("second");
        assertThatIllegalStateException()
                .isThrownBy(() -> shared.get(deadline(), () -> {
                    throw new IllegalStateException("again");
                }));
    }

    @Test
    void waitsUntilItsOwnDeadline() throws Exception {
        FutureTask<String> first = running(deadline(), () -> "first");
        Deadline soon = Deadline.in(Duration.ofMillis(50), InstantSource.system());

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> shared.get(soon, () -> "second"))
                .withMessageContaining("did not end within the invocation's time");
        end.countDown();
        assertThat(first.get()).isEqualTo("first");
    }

    @Test
    void endsWaitWhenInterrupted() throws Exception {
        FutureTask<String> first = running(deadline(), () -> "first");
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> shared.get(deadline(), () -> "second"))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        end.countDown();
        assertThat(first.get()).isEqualTo("first");
    }

    /** Runs the call until {@link #end}. */
    private FutureTask<String> running(Deadline deadline, Supplier<String> outcome) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<String> call = new FutureTask<>(() -> shared.get(deadline, () -> {
            begun.countDown();
            await(end);
            return outcome.get();
        }));
        Thread.ofPlatform().daemon().start(call);
        begun.await();
        return call;
    }

    /** Returns once the thread waits for the running call. */
    private FutureTask<String> waiting(Supplier<String> own) {
        FutureTask<String> call = new FutureTask<>(() -> shared.get(deadline(), own));
        Thread thread = Thread.ofPlatform().daemon().start(call);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return call;
    }

    private String fails() {
        throw busy;
    }

    private static Throwable failure(FutureTask<String> call) throws InterruptedException {
        try {
            throw new AssertionError("passed with " + call.get());
        } catch (ExecutionException e) {
            return requireNonNull(e.getCause());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
